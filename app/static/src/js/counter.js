// Counts along below a long field: how many characters are written, how many may be, how many are too many.

/** Characters as the server counts them: one for each code point, one for each end of a line. */
function written(input) {
  return [...input.value.replace(/\r\n?/g, "\n")].length;
}

function words(count, most) {
  return count > most ? `已写 ${count} 字，多了 ${count - most} 字（最多 ${most} 字）` : `已写 ${count} / 最多 ${most} 字`;
}

export function countAlong(part) {
  for (const line of part.querySelectorAll("[data-counter-of]")) {
    const input = document.getElementById(line.dataset.counterOf);
    if (!input || input.dataset.counted) continue;
    input.dataset.counted = "yes";
    const most = Number(line.dataset.most);
    const show = () => {
      const count = written(input);
      line.textContent = words(count, most);
      line.classList.toggle("counter-over", count > most);
    };
    input.addEventListener("input", show);
    show();
  }
}
