// Making elements, and putting new ones in place of old ones without losing the focus.
// The one idea: a panel is drawn anew only when what it shows has changed.

export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name === "html") element.innerHTML = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

// `draw(value)` gives the children of `element`; what is returned takes the next value.
export function panel(element, draw) {
  let shown = null;
  return (value) => {
    const text = JSON.stringify(value);
    if (text === shown) return;
    shown = text;
    const key = element.contains(document.activeElement) ? document.activeElement.dataset.key : "";
    const scrolled = [...element.querySelectorAll("[data-scrolls]")].map((part) => part.scrollTop);
    element.replaceChildren(...[draw(value)].flat());
    element.querySelectorAll("[data-scrolls]").forEach((part, at) => {
      part.scrollTop = scrolled[at] ?? 0;
    });
    if (key) element.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
  };
}

export const short = (parcel) => `…${parcel.slice(-6)}`;
