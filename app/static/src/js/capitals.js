// Amounts in the capitals of a cheque: 12030.5 → 壹万贰仟零叁拾元伍角.

const DIGITS = "零壹贰叁肆伍陆柒捌玖";
const PLACES = ["", "拾", "佰", "仟"];
const GROUPS = ["", "万", "亿", "万亿"];

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

function yuanWords(whole) {
  const groups = [];
  for (let end = whole.length; end > 0; end -= 4) groups.unshift(whole.slice(Math.max(0, end - 4), end));
  let words = "";
  let gap = false;
  groups.forEach((group, index) => {
    const part = groupWords(group);
    if (!part) {
      gap = words !== "";
      return;
    }
    const bridge = words && (gap || group[0] === "0") ? "零" : "";
    words += bridge + part + GROUPS[groups.length - 1 - index];
    gap = false;
  });
  return words;
}

/**
 * The capitals of an amount as typed ("1,000", "12030.5", "800 元"); an empty text when it is no amount of at most
 * two decimals below 10^16 yuan.
 */
export function capitals(typed) {
  const plain = typed.replace(/[\s,，元¥￥]/g, "").replace(/[０-９．]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
  const parts = /^0*(\d{0,16})(?:\.(\d{1,2}))?$/.exec(plain);
  if (!plain || !parts || (!/\d/.test(plain))) return "";
  const [jiao, fen] = (parts[2] ?? "").padEnd(2, "0");
  const yuan = yuanWords(parts[1]);
  if (jiao === "0" && fen === "0") return `${yuan || "零"}元整`;
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
