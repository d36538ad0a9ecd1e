// Puts the editor over the plain form: YASGUI's Yasqe to write, Yasr to show; asks nothing but our own endpoint.
"use strict";
(() => {
  const form = document.getElementById("ask"), plain = document.getElementById("text");
  const [editor, result, actions, told] = ["editor", "result", "actions", "told"].map((id) => document.getElementById(id));
  if (!window.Yasgui || !form) return;
  const prefixes = JSON.parse(form.dataset.prefixes);
  const endpoint = new URL("/sparql", location.href).href;
  const { Yasqe, Yasr } = window.Yasgui;
  // Completion would ask prefix.cc and the vocabularies of lov: prefixes and terms come with the page.
  const known = { prefixes: Object.entries(prefixes).map(([name, start]) => `${name}: <${start}>`), ...JSON.parse(form.dataset.terms) };
  for (const [name, rows] of Object.entries(known)) {
    Object.assign(Yasqe.Autocompleters[name], { get: () => Promise.resolve(rows), persistenceId: () => undefined, bulk: true });
  }
  editor.hidden = false;
  actions.hidden = false;
  result.hidden = false;
  form.hidden = true;
  const yasqe = new Yasqe(editor, {
    value: plain.value, persistenceId: null, consumeShareLink: null, createShareableLink: null, resizeable: true,
    showQueryButton: false, prefixCcApi: null, editorHeight: "24em", collapsePrefixesOnLoad: false,
    requestConfig: { endpoint, method: "POST", args: [], headers: {}, withCredentials: false },
    extraKeys: { "Ctrl-Enter": ask, "Cmd-Enter": ask, Tab: false, "Shift-Tab": false },
  });
  const yasr = new Yasr(result, {
    persistenceId: null, prefixes: () => prefixes, pluginOrder: ["table", "boolean", "response"], maxPersistentResponseSize: 0,
  });
  yasqe.getWrapperElement().querySelector("textarea").setAttribute("aria-label", "SPARQL query");

  let running = null;
  async function ask() {
    if (running) running.abort();
    running = new AbortController();
    const begun = performance.now();
    told.textContent = "Asking …";
    try {
      const answer = await fetch(endpoint, {
        method: "POST", signal: running.signal, body: new URLSearchParams({ query: yasqe.getValue() }),
        headers: { Accept: "application/sparql-results+json, text/turtle;q=0.9, */*;q=0.1" },
      });
      const data = await answer.text();
      const took = Math.round(performance.now() - begun);
      const response = { data, contentType: answer.headers.get("content-type") || "", status: answer.status, executionTime: took };
      if (answer.ok) {
        yasr.setResponse(response, took);
        told.textContent = `${counted(response)}${took} ms`;
      } else {
        refused(data, answer.status);
      }
    } catch (error) {
      if (error.name !== "AbortError") refused(String(error.message || error), 0);
    }
  }

  function counted(response) {
    try {
      const rows = JSON.parse(response.data).results.bindings.length;
      return `${rows} row${rows === 1 ? "" : "s"}, `;
    } catch {
      return "";
    }
  }

  function refused(text, status) {
    let words = text;
    try {
      const problem = JSON.parse(text);
      words = problem.detail || problem.title || text;
    } catch { /* a plain message */ }
    told.textContent = status ? `Refused (${status}): ${words.slice(0, 600)}` : words;
  }

  // The names in a result lead to the pages of this store, not to the address that their IRIs have on the web.
  function keepHere(event) {
    const link = event.target.closest("a[href]");
    if (link && link.href.startsWith(form.dataset.base)) link.href = "/id/" + link.href.slice(form.dataset.base.length);
  }
  for (const kind of ["pointerover", "focusin", "click"]) result.addEventListener(kind, keepHere, true);

  document.getElementById("run").addEventListener("click", ask);
  for (const link of document.querySelectorAll(".samples a")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      document.querySelector(".samples a[aria-current]")?.removeAttribute("aria-current");
      link.setAttribute("aria-current", "page");
      yasqe.setValue(link.dataset.query);
      ask();
    });
  }
  for (const link of document.querySelectorAll("[data-format]")) {
    link.addEventListener("click", () => {
      link.href = "/sparql?" + new URLSearchParams({ query: yasqe.getValue(), format: link.dataset.format });
    });
    link.download = "result." + link.dataset.format;
  }
  document.documentElement.dataset.ready = "true";
})();
