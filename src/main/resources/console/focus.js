// Moves the focus among the links of a list; from elsewhere to its first.
export function moveFocus(selector, by) {
  const all = [...document.querySelectorAll(selector)];
  if (!all.length) return;
  const at = all.findIndex((each) => each === document.activeElement || each.parentElement.contains(document.activeElement));
  const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
}
