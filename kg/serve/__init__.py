"""A store as a website on this machine: SPARQL endpoint and explorer.  *I/O*"""
