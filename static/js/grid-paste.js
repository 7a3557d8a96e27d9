// A block copied from Excel: what it would do to the grid, before anything is done.
"use strict";

const gridPaste = (() => {
  // Rows of texts; null for what is no block, which the browser pastes itself.
  function parse(text) {
    if (!/[\t\n]/.test(text)) return null;
    const lines = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n");
    return lines.map((line) => line.split("\t").map((part) => part.trim()));
  }

  // A block copied with its section rows has a blank or the sum of the lines below it where the grid has one.
  function hasSectionRows(block, lines, start) {
    let met = 0;
    for (let at = 0; at < block.length && start + at < lines.length; at += 1) {
      const parent = lines[start + at].parent;
      if (!parent) continue;
      met += 1;
      const under = [];
      for (let below = at + 1; below < block.length && lines[start + below]?.code?.startsWith(`${parent}.`); below += 1) under.push(block[below]);
      const whole = lines[start + at + under.length + 1]?.code?.startsWith(`${parent}.`) !== true;
      if (!block[at].every((text, column) => text === "" || (whole && isSum(text, under.map((line) => line[column] ?? ""))))) return false;
    }
    return met > 0;
  }

  function isSum(text, parts) {
    try {
      return gridNumbers.read(text) === parts.reduce((sum, part) => sum + (gridNumbers.read(part) ?? 0n), 0n);
    } catch {
      return false;
    }
  }

  // {right: [{cell, text}], wrong: [{cell, fault}], blank, outside, rows, columns}. `lines` are the table's rows from
  // top to bottom, leaves with their cells, parents with their code.
  function plan(block, lines, start, column) {
    const leavesOnly = lines.slice(start).filter((line) => line.cells);
    const targets = hasSectionRows(block, lines, start) ? lines.slice(start) : leavesOnly;
    const result = { right: [], wrong: [], blank: 0, outside: 0, rows: block.length, columns: Math.max(...block.map((line) => line.length)) };
    block.forEach((texts, down) => {
      const line = targets[down];
      if (line?.parent) return;
      texts.forEach((text, across) => {
        const cell = line?.cells[column + across];
        if (!text) result.blank += 1;
        else if (!cell || cell.readonly) result.outside += 1;
        else {
          const checked = gridNumbers.check(text, cell.row.maximum, cell.row.step);
          if (checked.fault) result.wrong.push({ cell, fault: checked.fault });
          else result.right.push({ cell, text: checked.text });
        }
      });
    });
    return result;
  }

  return { parse, plan };
})();
