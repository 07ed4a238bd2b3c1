// Text and entities to nodes. Offsets are UTF-16 units, which is what JavaScript strings count.

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

// `doors.command(text)` runs a tapped command, `doors.open(url)` says whether it took care of a link itself.
export function words(text, entities, doors) {
  return span(text, 0, text.length, [...(entities || [])], doors);
}

function span(text, from, to, entities, doors) {
  const nodes = [];
  let at = from;
  while (entities.length) {
    const entity = entities.shift();
    const end = Math.min(to, entity.offset + entity.length);
    if (entity.offset < at || end <= entity.offset) continue;
    const inside = [];
    while (entities.length && entities[0].offset + entities[0].length <= end) inside.push(entities.shift());
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    nodes.push(mark(entity, text.slice(entity.offset, end), span(text, entity.offset, end, inside, doors), doors));
    at = end;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

function mark(entity, plain, children, doors) {
  if (TAGS[entity.type]) return element(TAGS[entity.type], {}, ...children);
  if (entity.type === "spoiler") {
    const shown = element("button", { type: "button", class: "spoiler", "aria-label": "Show hidden text" }, ...children);
    shown.addEventListener("click", () => { shown.classList.add("shown"); shown.removeAttribute("aria-label"); });
    return shown;
  }
  if (entity.type === "bot_command") {
    return element("button", { type: "button", class: "command", dir: "ltr", onclick: () => doors.command(plain) }, plain);
  }
  if (entity.type === "url" || entity.type === "text_link") return link(entity.url || plain, children, doors);
  return element("span", {}, ...children);
}

export function link(url, children, doors, look) {
  const safe = /^https?:/i.test(url) ? url : /^[a-z]+:/i.test(url) ? null : `https://${url}`;
  if (!safe) return element("span", {}, ...children);
  const away = element("span", { class: "hidden" }, " (opens in a new tab)");
  const made = element("a", { href: safe, class: look, target: "_blank", rel: "noopener noreferrer" }, ...children, away);
  made.addEventListener("click", (event) => { if (doors.open(safe)) event.preventDefault(); });
  return made;
}
