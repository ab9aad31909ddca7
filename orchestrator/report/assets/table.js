"use strict";

/* The table of the page: only the rows in sight stand in the document, however many there are. */
(() => {
    const source = document.getElementById("rows");
    if (!source) return;
    const rows = new Rows(JSON.parse(source.textContent));
    const rowHeight = 38;
    const highest = 8000000;  // browsers cut off elements that are much higher
    const spare = 6;
    const mostChoices = 200;
    const mostPrinted = 1000;
    const number = new Intl.NumberFormat("en");

    /** An element with attributes and children; texts stay texts. */
    function make(name, attributes = {}, ...children) {
        const element = document.createElement(name);
        for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
        element.append(...children);
        return element;
    }

    const listed = rows.columns.map((column, index) => ({ ...column, index })).filter((c) => c.show !== "detail");
    for (const column of listed) column.width = widthOf(column);
    const selects = new Map();
    const search = make("input", { type: "search", id: "find", autocomplete: "off", spellcheck: "false" });
    const clear = make("button", { type: "button", id: "clear" }, "Show all");
    const count = make("p", { id: "count", role: "status" });
    const head = make("div", { class: "head", role: "row", "aria-rowindex": "1" });
    const space = make("div", { class: "space", role: "presentation" });
    const grid = make("div", { id: "grid", role: "grid", tabindex: "0", "aria-label": "Every " + rows.what.slice(0, -1),
        "aria-colcount": listed.length }, make("div", { role: "rowgroup", class: "heads" }, head), space);
    const detail = make("aside", { id: "detail", "aria-live": "polite", "aria-label": "The chosen row" });
    const pool = [];
    let chosen = -1;  // place in rows.shown

    /** A cell as wide as the longest word of its column; names share what is left. */
    function makeCell(column, attributes, child) {
        const cell = make("div", { class: "cell " + column.kind + " show-" + column.show, ...attributes }, child);
        if (column.kind !== "name") cell.style.flexBasis = column.width + "ch";
        return cell;
    }

    function widthOf(column) {
        const mark = Object.keys(column.tones).length > 0 ? 3 : 0;
        const longest = rows.words[column.index].reduce((most, word) => Math.max(most, word.length), 0);
        return Math.min(28, Math.max(longest + mark, column.title.length + 2)) + 1;
    }

    function makeFilters() {
        const filters = make("form", { class: "filters", role: "search" },
            make("label", { class: "find" }, make("span", {}, "Find"), search));
        for (const column of rows.columns.keys()) {
            const { kind, title } = rows.columns[column];
            const choices = kind === "choice" ? rows.choices(column) : [];
            if (choices.length < 2 || choices.length > mostChoices) continue;
            const select = make("select", { "data-title": title }, make("option", { value: "" }, "any"));
            for (const [word, of] of choices) select.append(make("option", { value: word }, `${word} (${number.format(of)})`));
            select.addEventListener("change", apply);
            selects.set(column, select);
            filters.append(make("label", {}, make("span", {}, title), select));
        }
        filters.append(clear);
        filters.addEventListener("submit", (event) => event.preventDefault());
        return filters;
    }

    function makeHead() {
        listed.forEach((column, place) => {
            const button = make("button", { type: "button" }, column.title);
            button.addEventListener("click", () => {
                const { column: last, down } = rows.sorted;
                rows.sort(column.index, last === column.index && !down);
                apply();
            });
            head.append(makeCell(column, { role: "columnheader", "aria-sort": "none", "aria-colindex": place + 1 }, button));
        });
    }

    function markSorted() {
        [...head.children].forEach((cell, place) => {
            const sorted = listed[place].index === rows.sorted.column;
            cell.setAttribute("aria-sort", !sorted ? "none" : rows.sorted.down ? "descending" : "ascending");
        });
    }

    function makeRow() {
        const row = make("div", { class: "row", role: "row" });
        listed.forEach((column, place) =>
            row.append(makeCell(column, { role: "gridcell", "aria-colindex": place + 1 }, make("span"))));
        space.append(row);
        return row;
    }

    function fillRow(row, place) {
        const of = rows.shown[place];
        row.id = "row-" + place;
        row.style.transform = `translateY(${topOf(place)}px)`;
        row.setAttribute("aria-rowindex", place + 2);
        row.setAttribute("aria-selected", place === chosen);
        listed.forEach((column, at) => {
            const text = rows.text(of, column.index);
            const label = row.children[at].firstChild;
            label.textContent = text;
            label.title = text;
            label.className = Object.hasOwn(column.tones, text) ? "mark " + column.tones[text] : "";
        });
    }

    // With very many rows the scroll bar is a scale: one pixel of it may be more than one of the table.
    const inSight = () => Math.max(rowHeight, grid.clientHeight - head.offsetHeight);
    const whole = () => rows.shown.length * rowHeight;
    const scale = () => (whole() > highest ? (whole() - inSight()) / (highest - inSight()) : 1);
    const position = () => grid.scrollTop * scale();
    const topOf = (place) => place * rowHeight - position() + grid.scrollTop;

    function draw() {
        const first = Math.max(0, Math.floor(position() / rowHeight) - spare);
        const last = Math.min(rows.shown.length, first + Math.ceil(inSight() / rowHeight) + 2 * spare);
        while (pool.length < last - first) pool.push(makeRow());
        while (pool.length > last - first) pool.pop().remove();
        pool.forEach((row, i) => fillRow(row, first + i));
        if (chosen >= 0) grid.setAttribute("aria-activedescendant", "row-" + chosen);
        else grid.removeAttribute("aria-activedescendant");
    }

    function choose(place) {
        chosen = Math.min(Math.max(place, 0), rows.shown.length - 1);
        if (chosen >= 0) {
            const top = chosen * rowHeight;
            const from = position();
            if (top < from) grid.scrollTop = top / scale();
            if (top + rowHeight > from + inSight()) grid.scrollTop = (top + rowHeight - inSight()) / scale();
        }
        draw();
        tell();
    }

    /** Everything that is known of the chosen row. */
    function tell() {
        detail.replaceChildren();
        if (chosen < 0) return detail.append(make("p", {}, "Choose a row to see all that is known of it."));
        const of = rows.shown[chosen];
        const list = make("dl");
        rows.columns.forEach((column, index) => {
            const text = rows.text(of, index);
            if (text === "" || index === 0) return;
            const tone = Object.hasOwn(column.tones, text) ? "mark " + column.tones[text] : "";
            list.append(make("dt", {}, column.title), make("dd", {}, make("span", { class: tone }, text)));
        });
        detail.append(make("h3", {}, rows.text(of, 0)), list);
    }

    function apply() {
        const words = new Map();
        for (const [column, select] of selects) if (select.value !== "") words.set(column, select.value);
        rows.filter(search.value, words);
        const all = number.format(rows.rows.length) + " " + rows.what;
        const some = rows.shown.length !== rows.rows.length;
        count.textContent = some ? `${number.format(rows.shown.length)} of ${all}` : all;
        clear.hidden = search.value === "" && words.size === 0;
        space.style.height = Math.min(whole(), highest) + "px";
        grid.classList.toggle("empty", rows.shown.length === 0);
        grid.setAttribute("aria-rowcount", rows.shown.length + 1);
        grid.scrollTop = 0;
        chosen = -1;
        markSorted();
        draw();
        tell();
    }

    function reset() {
        search.value = "";
        for (const select of selects.values()) select.value = "";
    }

    function press(event) {
        if (event.target !== grid) return;
        const page = Math.max(1, Math.floor(inSight() / rowHeight) - 1);
        const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
        if (event.key in steps) choose(chosen + steps[event.key]);
        else if (event.key === "Home") choose(0);
        else if (event.key === "End") choose(rows.shown.length - 1);
        else return;
        event.preventDefault();
    }

    /** Links that carry "Outlook=unmanaged" narrow the table to it. */
    function follow(event) {
        const link = event.target.closest("[data-filter]");
        if (!link) return;
        const [title, word] = link.dataset.filter.split("=");
        reset();
        for (const select of selects.values()) if (select.dataset.title === title) select.value = word;
        apply();
    }

    /** On paper nothing scrolls: the rows as an ordinary table, as many as are sensible. */
    function print() {
        const body = make("tbody");
        for (const of of rows.shown.subarray(0, mostPrinted)) {
            const row = make("tr");
            for (const column of listed) row.append(make("td", {}, rows.text(of, column.index)));
            body.append(row);
        }
        const titles = make("tr");
        for (const column of listed) titles.append(make("th", { scope: "col" }, column.title));
        const left = rows.shown.length - mostPrinted;
        const note = left > 0 ? `${number.format(left)} more are not printed; -o csv writes them all.` : "";
        return make("div", { class: "paper" }, make("table", {}, make("thead", {}, titles), body), make("p", {}, note));
    }

    makeHead();
    document.getElementById("table").replaceChildren(makeFilters(), count,
        make("div", { class: "data" }, grid, detail));
    let due = false;
    grid.addEventListener("scroll", () => {
        if (due) return;
        due = true;
        requestAnimationFrame(() => { due = false; draw(); });
    });
    grid.addEventListener("keydown", press);
    space.addEventListener("click", (event) => {
        const row = event.target.closest(".row");
        if (row) choose(Number(row.id.slice("row-".length)));
        grid.focus({ preventScroll: true });
    });
    search.addEventListener("input", apply);
    clear.addEventListener("click", () => { reset(); apply(); search.focus(); });
    document.addEventListener("click", follow);
    let paper = null;
    addEventListener("beforeprint", () => document.getElementById("table").append(paper = print()));
    addEventListener("afterprint", () => { if (paper) paper.remove(); paper = null; });
    new ResizeObserver(draw).observe(grid);
    const worst = rows.columns.findIndex((column) => Object.keys(column.tones).length > 0);
    if (worst >= 0) rows.sort(worst, false);
    apply();
})();
