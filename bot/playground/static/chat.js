// The log of one person's chat: keeps bubbles in step with the stream, the reader's place and the focus.
import { bubble } from "/static/bubble.js";
import { element } from "/static/words.js";

const log = document.getElementById("log");
const newer = document.getElementById("newer");
const typing = document.getElementById("typing");
const toast = document.getElementById("toast");
const alert = document.getElementById("alert");
const NEAR = 120;

let look = { bot: "", language: "en" };
let doors = {};
let waiting = null; // the bubble whose pressed button took the focus with it
let settled = true;
let hush = 0;
let forget = 0;

export function begin(given, handlers) {
  look = given;
  doors = handlers;
}

const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;

function toEnd() {
  log.scrollTop = log.scrollHeight;
  newer.hidden = true;
}

newer.addEventListener("click", () => { toEnd(); log.focus(); });
log.addEventListener("scroll", () => {
  settled = atEnd();
  if (settled) newer.hidden = true;
});
// The menu or the reader's keyboard may take room; whoever read the end keeps reading it.
new ResizeObserver(() => { if (settled) toEnd(); }).observe(log);
// Pictures come later than their bubbles; whoever was at the end stays there.
log.addEventListener("load", () => { if (settled) toEnd(); }, true);

function day(seconds) {
  return new Date(seconds * 1000).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long" });
}

function append(view) {
  const today = day(view.message.date);
  if (log.dataset.day !== today) {
    log.append(element("p", { class: "day" }, today));
    log.dataset.day = today;
  }
  const made = bubble(view, look, doors);
  log.append(made);
  return made;
}

// The whole chat anew, without reading it all out.
export function state(body, empty) {
  log.setAttribute("aria-live", "off");
  log.replaceChildren();
  delete log.dataset.day;
  typing.textContent = "";
  if (!body.messages.length) log.append(empty);
  body.messages.forEach(append);
  toEnd();
  requestAnimationFrame(toEnd);
  setTimeout(() => log.setAttribute("aria-live", "polite"), 300);
}

export function arrived(message) {
  typing.textContent = "";
  log.querySelector(".empty")?.remove();
  const stay = atEnd() || !message.from.is_bot;
  const made = append({ message, bot: message.from.is_bot });
  // What does not fit is read from its beginning, as in the app: an opening says who asks before it says Start.
  if (stay && message.from.is_bot && made.offsetHeight > log.clientHeight) {
    log.scrollTop += made.getBoundingClientRect().top - log.getBoundingClientRect().top - 8;
    settled = false;
    newer.hidden = false;
  } else if (stay) toEnd();
  else newer.hidden = false;
  // Whoever pressed a button that went away is taken to the next question, not to the top of the page.
  if (waiting && message.from.is_bot && document.activeElement === waiting) {
    made.focus({ preventScroll: true });
    waiting = null;
  }
}

const find = (id) => log.querySelector(`[data-id="${Number(id)}"]`);

export function edited(message) {
  const old = find(message.message_id);
  if (!old) return;
  const stay = atEnd();
  const held = old.contains(document.activeElement) ? document.activeElement : null;
  const made = bubble({ message, bot: message.from.is_bot }, look, doors);
  old.replaceWith(made);
  if (held) {
    const { row, column } = held.dataset;
    const next = row === undefined ? null : made.querySelector(`[data-row="${row}"][data-column="${column}"]`);
    (next || made).focus({ preventScroll: true });
    waiting = next ? null : made;
  }
  if (stay) toEnd();
}

export function removed(id) {
  const old = find(id);
  if (!old) return;
  if (old.contains(document.activeElement)) log.focus();
  old.remove();
}

export function reacted(body) {
  const stamp = find(body.message_id)?.querySelector(".stamp");
  stamp?.querySelector(".reaction")?.remove();
  if (body.reactions.length) stamp?.prepend(element("span", { class: "reaction" }, `${body.reactions.join("")} `));
}

export function acting(action) {
  const doing = action.startsWith("upload") ? "is sending a file" : action.startsWith("record") ? "is recording" : "is typing";
  typing.textContent = `${look.bot} ${doing}…`;
  clearTimeout(forget);
  forget = setTimeout(() => { typing.textContent = ""; }, 5000);
}

export function told(text, loud) {
  if (!text) return;
  if (loud) {
    document.getElementById("alert-text").textContent = text;
    alert.showModal();
    return;
  }
  toast.replaceChildren(element("span", { dir: "auto" }, text));
  clearTimeout(hush);
  hush = setTimeout(() => toast.replaceChildren(), 7000);
}

export function answered(body) {
  for (const busy of log.querySelectorAll('[aria-busy="true"]')) busy.removeAttribute("aria-busy");
  told(body.text, body.show_alert);
}
