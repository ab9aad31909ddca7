"use strict";

/*
 * The rows of the page: { what, columns: [{title, kind, show, tones}], rows: [[cell]], words: [[word]] }.
 * A cell is null, a text, or a number: of a column of kind "number" itself, of any other its place in that
 * column's words.
 */
class Rows {
    constructor(data) {
        this.what = data.what;
        this.columns = data.columns;
        this.rows = data.rows;
        this.words = data.words;
        this.order = Uint32Array.from(this.rows.keys());
        this.shown = this.order;
        this.sorted = { column: -1, down: false };
        this.ranks = [];
        this.lower = [];
    }

    text(row, column) {
        const cell = this.rows[row][column];
        if (cell === null) return "";
        return this.isWord(column, cell) ? this.words[column][cell] : String(cell);
    }

    isWord(column, cell) {
        return typeof cell === "number" && this.columns[column].kind !== "number";
    }

    /** The words of a column with how many rows have each, the most frequent first. */
    choices(column) {
        const counts = new Map();
        for (let row = 0; row < this.rows.length; ++row) {
            const word = this.text(row, column);
            if (word !== "") counts.set(word, (counts.get(word) || 0) + 1);
        }
        return [...counts].sort((a, b) => b[1] - a[1]);
    }

    /** Shows the rows that have every word of `query` somewhere, and in each column of `chosen` its word. */
    filter(query, chosen) {
        const tests = query.toLowerCase().split(/\s+/).filter(Boolean).map((word) => this.contains(word));
        for (const [column, word] of chosen) tests.push((row) => this.text(row, column) === word);
        this.shown = this.order.filter((row) => tests.every((test) => test(row)));
    }

    contains(word) {
        const hits = this.words.map((all) => all.map((each) => each.toLowerCase().includes(word)));
        return (row) => this.rows[row].some((cell, column) => {
            if (cell === null) return false;
            if (this.isWord(column, cell)) return hits[column][cell];
            return this.lowerCase(row, column).includes(word);
        });
    }

    lowerCase(row, column) {
        const texts = this.lower[column] || (this.lower[column] = []);
        return texts[row] === undefined ? (texts[row] = this.text(row, column).toLowerCase()) : texts[row];
    }

    sort(column, down) {
        const rank = this.ranks[column] || (this.ranks[column] = this.rank(column));
        this.order = Uint32Array.from(this.rows.keys())
            .sort((a, b) => (down ? rank[b] - rank[a] : rank[a] - rank[b]) || a - b);
        this.sorted = { column, down };
    }

    /**
     * For each row the place of its text among all of the column; empty ones come last. Words with a tone
     * have the order in which the page names them, the worst first.
     */
    rank(column) {
        const compare = new Intl.Collator("en", { numeric: true }).compare;
        const tones = new Map(Object.keys(this.columns[column].tones).map((word, place) => [word, place]));
        const place = (text) => (tones.has(text) ? tones.get(text) : tones.size);
        const texts = [...new Set(this.rows.map((_, row) => this.text(row, column)))];
        texts.sort((a, b) => (a === "") - (b === "") || place(a) - place(b) || compare(a, b));
        const places = new Map(texts.map((text, place) => [text, place]));
        return this.rows.map((_, row) => places.get(this.text(row, column)));
    }
}
