// Amounts in the capitals of a cheque: 12030.5 → 壹万贰仟零叁拾元伍角.

const DIGITS = "零壹贰叁肆伍陆柒捌玖";
const PLACES = ["", "拾", "佰", "仟"];
const GROUPS = ["", "万", "亿"];
const LONGEST = 12; // digits of the whole yuan

/** The four digits of one group, without leading zeros; inner zeros become one 零. */
function groupWords(group) {
  let words = "";
  let zero = false;
  for (const [index, digit] of [...group].entries()) {
    if (digit === "0") {
      zero = words !== "";
      continue;
    }
    words += (zero ? "零" : "") + DIGITS[Number(digit)] + PLACES[group.length - 1 - index];
    zero = false;
  }
  return words;
}

/** Digits of whole yuan in words; after an empty group 零 may be left out before thousands, as the papers do. */
function yuanWords(whole) {
  const groups = [];
  for (let end = whole.length; end > 0; end -= 4) groups.unshift(whole.slice(Math.max(0, end - 4), end));
  let words = "";
  groups.forEach((group, index) => {
    const part = groupWords(group);
    if (part) words += (words && group[0] === "0" ? "零" : "") + part + GROUPS[groups.length - 1 - index];
  });
  return words;
}

const UNITS = { "": 0, 百: 2, 千: 3, 万: 4, 百万: 6, 千万: 7, 亿: 8 };
const NOTATION = /^(?:(?:人民币|RMB|CNY|¥):?)?(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?(百万|千万|百|千|万|亿|)(?:元|块钱|块)?[整正]?$/;

/** [whole yuan, two digits of 角 and 分] of what was typed, or null when the server would not take it either. */
function readAmount(typed) {
  const plain = typed.normalize("NFKC").replace(/\s/g, "").replace(/、/g, ",");
  const found = NOTATION.exec(plain);
  if (!found) return null;
  const [, whole, decimals = "", unit] = found;
  const shifted = decimals.padEnd(UNITS[unit], "0");
  const yuan = (whole.replace(/,/g, "") + shifted.slice(0, UNITS[unit])).replace(/^0+/, "");
  const cents = shifted.slice(UNITS[unit]).replace(/0+$/, "");
  const nothing = !yuan && !cents;
  return nothing || yuan.length > LONGEST || cents.length > 2 ? null : [yuan, cents.padEnd(2, "0")];
}

/** The capitals of an amount as typed ("1,000", "12030.5元", "1.2万"); an empty text when it is no amount. */
export function capitals(typed) {
  const amount = readAmount(typed);
  if (!amount) return "";
  const [whole, [jiao, fen]] = amount;
  const yuan = yuanWords(whole);
  if (jiao === "0" && fen === "0") return `${yuan}元整`;
  let words = yuan ? `${yuan}元` : "";
  if (jiao !== "0") words += `${DIGITS[Number(jiao)]}角`;
  else if (yuan) words += "零";
  if (fen !== "0") words += `${DIGITS[Number(fen)]}分`;
  return words;
}

export function echoCapitals(part) {
  for (const output of part.querySelectorAll("[data-capitals-of]")) {
    const input = document.getElementById(output.dataset.capitalsOf);
    if (!input || input.dataset.echoed) continue;
    input.dataset.echoed = "yes";
    const show = () => {
      output.textContent = capitals(input.value);
    };
    input.addEventListener("input", show);
    if (input.value) show();
  }
}
