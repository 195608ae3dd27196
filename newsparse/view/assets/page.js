"use strict";
// The page works on what it holds: it opens packed articles, marks what belongs together, filters and sorts.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);
  const main = one("#main");
  const reader = one("[data-reader]");
  const overview = one("[data-overview]");
  const say = (text) => { one("[data-status]").textContent = text; };
  const article = () => one(".article");

  // Kinds: a class on the main element shows a kind; links of marks that show nothing leave the tab order.
  const boxes = all("[data-kind]");
  const kindOf = (prefix, id) => boxes.find((box) => one(`#${prefix}-f-${id}`)?.classList.contains(box.dataset.kind));

  function showKinds() {
    for (const box of boxes) main.classList.toggle(`show-${box.dataset.kind}`, box.checked);
    for (const group of all("[data-group]")) group.hidden = !boxes.find((box) => box.dataset.kind === group.dataset.group).checked;
    if (article()) linkMarks(article());
  }

  function linkMarks(root) {
    for (const mark of all("a.m", root)) {
      const shown = mark.dataset.begins.split(" ").find((id) => kindOf(root.id, id)?.checked);
      if (shown) mark.href = `#${root.id}-f-${shown}`;
      else mark.removeAttribute("href");
    }
    for (const pane of all("[data-text], [data-original-pane]", root)) {
      const links = all("a.m[href]", pane);
      const current = links.find((link) => link.tabIndex === 0) ?? links[0];
      for (const link of links) link.tabIndex = link === current ? 0 : -1;
    }
  }

  for (const box of boxes) box.addEventListener("change", showKinds);
  for (const [selector, checked] of [["[data-all]", true], ["[data-none]", false]]) {
    one(selector).addEventListener("click", () => {
      for (const box of boxes) box.checked = checked;
      showKinds();
      say(checked ? "All kinds are shown" : "No kind is shown");
    });
  }

  // In the text, arrow keys go from mark to mark; tab goes past them.
  main.addEventListener("keydown", (event) => {
    const link = event.target.closest?.("a.m");
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };
    if (!link || !(event.key in steps) || event.altKey || event.ctrlKey || event.metaKey) return;
    const links = all("a.m[href]", link.closest("[data-text], [data-original-pane]"));
    const place = Math.min(Math.max(links.indexOf(link) + steps[event.key], 0), links.length - 1);
    link.tabIndex = -1;
    links[place].tabIndex = 0;
    links[place].focus();
    event.preventDefault();
  });

  // A click on any piece of a mark is a click on its beginning.
  main.addEventListener("click", (event) => {
    const piece = event.target.closest?.("span.m");
    if (!piece || String(getSelection())) return;
    const shown = piece.dataset.m?.split(" ").find((id) => kindOf(article().id, id)?.checked);
    if (shown) location.hash = `${article().id}-f-${shown}`;
  });

  // The original beside the text.
  const original = one("[data-original]");
  original.addEventListener("click", () => showOriginal(original.getAttribute("aria-pressed") !== "true"));
  function showOriginal(shown) {
    original.setAttribute("aria-pressed", String(shown));
    main.classList.toggle("with-original", shown);
    for (const pane of all("[data-original-pane]")) pane.hidden = !shown;
  }

  // Colours.
  const theme = one("[data-theme-choice]");
  theme.addEventListener("change", () => {
    if (theme.value) document.documentElement.dataset.theme = theme.value;
    else delete document.documentElement.dataset.theme;
  });

  // What the address names: #a12 an article, #a12-t-mon3 the evidence of a fact, #a12-f-mon3 its entry among the facts.
  const title = document.title;
  const packs = new Map();
  async function unpack(id) {
    const bytes = Uint8Array.from(atob(one(`#${id}`).textContent), (char) => char.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
  }

  async function open(number) {
    if (article()?.id === `a${number}`) return;
    const size = Number(one("#pack-0").dataset.size);
    const pack = Math.floor(number / size);
    if (!packs.has(pack)) packs.set(pack, unpack(`pack-${pack}`));
    const shell = document.createElement("template");
    shell.innerHTML = (await packs.get(pack))[number % size];
    reader.replaceChildren(shell.content);
    showOriginal(original.getAttribute("aria-pressed") === "true");
    showKinds();
  }

  async function follow() {
    const [, number, place, id] = /^#a(\d+)(?:-([tfo])-(\w+))?$/.exec(location.hash) ?? [];
    if (reader) {
      if (number !== undefined && one(`#pack-${Math.floor(number / Number(one("#pack-0").dataset.size))}`)) await open(number);
      const reading = number !== undefined && article()?.id === `a${number}`;
      for (const item of all("[data-article-only]")) item.hidden = !reading;
      reader.hidden = !reading;
      overview.hidden = reading;
      document.title = reading ? one("h1", reader).textContent : title;
      if (reading && !place) { article().focus(); scrollTo(0, 0); }
    }
    for (const piece of all(".on, .part")) piece.classList.remove("on", "part");
    if (!id || !article()) return;
    const pieces = all(`[data-m~="${id}"]`, article());
    for (const piece of pieces) piece.classList.add("on");
    for (const piece of all(`[data-p~="${id}"]`, article())) piece.classList.add("part");
    const pane = { t: "[data-text], h1", o: "[data-original-pane]", f: ".facts" }[place];
    const target = one(`#a${number}-${place}-${id}`) ?? pieces.find((piece) => piece.closest(pane));
    if (!target) return;
    const group = target.closest("details");
    if (group) group.open = true;
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
    if (target.matches("a.m")) {
      for (const link of all("a.m", target.closest("section, h1"))) link.tabIndex = link === target ? 0 : -1;
    }
    for (const other of ["[data-text]", "[data-original-pane]"]) {
      const piece = pieces.find((found) => found.closest(other));
      if (piece && !target.closest(other)) piece.scrollIntoView({ block: "nearest" });
    }
  }
  addEventListener("hashchange", follow);

  // Tables of the overview: rows from the packed data, fifty at a time.
  const PAGE = 50;
  const compare = new Intl.Collator("zh-Hans-CN", { numeric: true }).compare;
  const cells = (cell) => (Array.isArray(cell) ? cell : [typeof cell === "number" ? cell.toLocaleString("en") : cell, cell]);

  function table(name, rows) {
    const element = one(`[data-table="${name}"]`);
    const heads = all("thead th", element);
    const state = { rows, from: 0, search: "", named: "" };
    const words = rows.map((row) => row.map((cell) => cells(cell)[0]).join("\n").toLowerCase());
    const order = rows.map((_, index) => index);
    const previous = one(`[data-previous="${name}"]`);
    const next = one(`[data-next="${name}"]`);

    function draw() {
      const found = order.filter((index) => words[index].includes(state.search)
        && (!state.named || rows[index][heads.length].split("\n").includes(state.named)));
      state.from = Math.min(state.from, Math.max(0, found.length - 1));
      state.from -= state.from % PAGE;
      one("tbody", element).replaceChildren(...found.slice(state.from, state.from + PAGE).map((index) => {
        const line = document.createElement("tr");
        heads.forEach((head, column) => {
          const [text, , link] = cells(rows[index][column]);
          const cell = line.insertCell();
          cell.className = head.className;
          const holder = link ? cell.appendChild(document.createElement("a")) : cell;
          if (link) holder.href = `#${link}`;
          if (/[⺀-鿿]/.test(text)) holder.lang = "zh-Hans";
          holder.textContent = text;
        });
        return line;
      }));
      const last = Math.min(state.from + PAGE, found.length);
      const shown = found.length ? `${state.from + 1}–${last} of ${found.length.toLocaleString("en")}` : "none";
      one(`[data-count="${name}"]`).textContent = shown;
      previous.disabled = state.from === 0;
      next.disabled = last >= found.length;
      return `${name}: ${shown}`;
    }

    one(`[data-search="${name}"]`).addEventListener("input", (event) => {
      state.search = event.target.value.trim().toLowerCase();
      state.from = 0;
      say(draw());
    });
    previous.addEventListener("click", () => { state.from -= PAGE; say(draw()); });
    next.addEventListener("click", () => { state.from += PAGE; say(draw()); });
    for (const button of all("[data-sort]", element)) {
      button.addEventListener("click", () => {
        const head = button.closest("th");
        const numbers = button.dataset.type === "number";
        const down = head.hasAttribute("aria-sort") ? head.getAttribute("aria-sort") === "ascending" : numbers;
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const key = (index) => cells(rows[index][Number(button.dataset.sort)])[1];
        const empty = (value) => value === null || value === "";
        order.sort((left, right) => {
          const [a, b] = [key(left), key(right)];
          if (empty(a) || empty(b)) return empty(a) - empty(b) || left - right;
          return (numbers ? a - b : compare(a, b)) * (down ? -1 : 1) || left - right;
        });
        state.from = 0;
        say(`Sorted by ${button.textContent}, ${down ? "descending" : "ascending"}. ${draw()}`);
      });
    }
    draw();
    return (named) => { state.named = named; state.from = 0; return draw(); };
  }

  async function tables() {
    const data = await unpack("tables");
    if (data.indicators.length) table("indicators", data.indicators);
    const only = table("articles", data.articles);
    const names = all("[data-name]");
    const clear = one('[data-clear="articles"]');
    const choose = (name) => {
      for (const button of names) button.setAttribute("aria-pressed", String(button.dataset.name === name));
      clear.hidden = !name;
      clear.textContent = `Naming ${name} ✕`;
      say(only(name));
    };
    for (const button of names) {
      button.addEventListener("click", () => {
        const pressed = button.getAttribute("aria-pressed") === "true";
        choose(pressed ? "" : button.dataset.name);
        if (!pressed) one("#o-articles").scrollIntoView();
      });
    }
    clear.addEventListener("click", () => {
      choose("");
      one('[data-search="articles"]').focus();
    });
    document.documentElement.dataset.ready = "";
  }

  showKinds();
  if (overview) tables().then(follow);
  else { document.documentElement.dataset.ready = ""; follow(); }
})();
