// What the pages can do with a script and do without it: suggestions under the search box, "/" to get there.
"use strict";
(() => {
  const box = document.getElementById("q");
  if (!box) return;
  const list = document.createElement("div");
  list.className = "suggested";
  list.hidden = true;
  box.closest("form").append(list);
  let asked = "", timer = 0;

  function show(rows) {
    list.replaceChildren(...rows.map((row) => {
      const link = document.createElement("a");
      link.href = row.href.startsWith("/") ? row.href : "/";
      const name = document.createElement("bdi"), kind = document.createElement("span");
      name.textContent = row.label;
      kind.textContent = row.kind;
      link.append(name, kind);
      return link;
    }));
    list.hidden = rows.length === 0;
  }

  async function suggest() {
    const words = box.value.trim();
    if (words === asked) return;
    asked = words;
    if (words.length < 2) return show([]);
    const answer = await fetch("/search?q=" + encodeURIComponent(words), { headers: { Accept: "application/json" } });
    const type = answer.headers.get("content-type") || "";
    if (answer.ok && type.startsWith("application/json") && words === asked) show(await answer.json());
  }

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => suggest().catch(() => show([])), 150);
  });
  document.addEventListener("keydown", (event) => {
    const typing = /^(input|textarea|select)$/i.test(event.target.tagName) || event.target.closest(".CodeMirror");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      box.focus();
    }
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show([]);
    }
    const inside = list.contains(event.target) || event.target === box;
    if (inside && !list.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const stops = [box, ...list.querySelectorAll("a")];
      const step = event.key === "ArrowDown" ? 1 : -1;
      stops[(stops.indexOf(document.activeElement) + step + stops.length) % stops.length].focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (!list.contains(event.target) && event.target !== box) show([]);
  });
})();
