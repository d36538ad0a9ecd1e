"""Pictures of the graph, returned as text: the relationship map."""
