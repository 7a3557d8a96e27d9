// Points as the server reads and writes them: exact, in whole millionths, a comma or a point as the decimal mark.
"use strict";

const gridNumbers = (() => {
  const PLACES = 6;
  const UNIT = 10n ** BigInt(PLACES);
  const LARGEST = 10n ** 12n * UNIT;
  const NUMBER = /^([+-]?)(\d*)(?:[.,](\d+))?$/;

  // Millionths; null for an empty text, which is "not scored". Throws an Error with a sentence.
  function read(text) {
    const typed = text.trim();
    if (!typed) return null;
    const match = NUMBER.exec(typed.replace("\u2212", "-"));
    if (!match || (!match[2] && !match[3])) {
      throw new Error(`“${typed}” không phải là số. Chỉ dùng một dấu phẩy hoặc dấu chấm cho phần thập phân.`);
    }
    const decimals = (match[3] || "").replace(/0+$/, "");
    if (decimals.length > PLACES) throw new Error(`“${typed}” có hơn ${PLACES} chữ số thập phân.`);
    const size = BigInt(match[2] || "0") * UNIT + BigInt(decimals.padEnd(PLACES, "0"));
    if (size >= LARGEST) throw new Error(`“${typed}” quá lớn.`);
    return match[1] === "-" ? -size : size;
  }

  function split(value) {
    const size = value < 0n ? -value : value;
    return [value < 0n ? "-" : "", String(size / UNIT), String(size % UNIT).padStart(PLACES, "0")];
  }

  // "48,5"; empty for null.
  function write(value) {
    if (value === null) return "";
    const [sign, whole, rest] = split(value);
    const decimals = rest.replace(/0+$/, "");
    return sign + whole + (decimals ? `,${decimals}` : "");
  }

  // The same with a fixed count of decimals, which are known to hold the value exactly; "" trims instead.
  function writeTotal(value, places) {
    if (value === null || places === "") return write(value);
    const [sign, whole, rest] = split(value);
    return sign + whole + (Number(places) ? `,${rest.slice(0, Number(places))}` : "");
  }

  // Why these points cannot stand; "" when they can. The server's sentence is the truth, this one is earlier.
  function fault(value, maximum, step) {
    if (value === null) return "";
    const said = write(value);
    if (value < 0n) return `${said} là số âm; điểm (kể cả điểm trừ) nhập từ 0 trở lên.`;
    if (maximum !== null && value > maximum) return `${said} vượt điểm tối đa ${write(maximum)}.`;
    if (step !== null && value % step !== 0n) {
      return `${said} không đúng bước chấm; điểm phải là bội của ${write(step)}.`;
    }
    return "";
  }

  // {value, text, fault}: `text` as it is written once it stands.
  function check(text, maximum, step) {
    try {
      const value = read(text);
      return { value, text: write(value), fault: fault(value, maximum, step) };
    } catch (error) {
      return { value: null, text: text.trim(), fault: error.message };
    }
  }

  return { read, write, writeTotal, check };
})();
