// The people a visitor can play, and the notes about the one being played.
import { element } from "/static/words.js";

const people = document.getElementById("people");
const cast = document.getElementById("cast");
const notes = document.getElementById("notes");
const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur", "ps", "ckb", "sd", "yi"]);

export const direction = (language) => (RIGHT_TO_LEFT.has(language.split("-")[0]) ? "rtl" : "ltr");

let tongues = {};

function face(persona) {
  return element("span", { class: `face face-${persona.id % 7}`, "aria-hidden": "true" }, [...persona.first_name][0]);
}

const tongue = (persona) => element("span", { lang: persona.language_code }, tongues[persona.language_code] || persona.language_code);

function card(persona, choose) {
  const attributes = { type: "button", class: "persona", "data-person": persona.id, onclick: () => choose(persona) };
  return element("li", {}, element("button", attributes, face(persona),
    element("span", { class: "text" }, element("b", { dir: "auto" }, persona.first_name),
      element("small", {}, `${persona.role} · `, tongue(persona)))));
}

export function draw(personas, languages, choose) {
  tongues = languages;
  const groups = new Map();
  for (const persona of personas) {
    const name = persona.group || "";
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(persona);
  }
  people.replaceChildren();
  for (const [name, members] of groups) {
    if (name) people.append(element("h3", { class: "group" }, name));
    people.append(element("ul", { class: "people" }, ...members.map((one) => card(one, choose))));
  }
}

people.addEventListener("keydown", (event) => {
  const cards = [...people.querySelectorAll("button")];
  const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!move || !cards.includes(document.activeElement)) return;
  event.preventDefault();
  cards[(cards.indexOf(document.activeElement) + move + cards.length) % cards.length].focus();
});

export function chosen(persona, bot) {
  for (const one of people.querySelectorAll(".persona")) {
    const here = Number(one.dataset.person) === persona.id;
    if (here) one.setAttribute("aria-current", "true");
    else one.removeAttribute("aria-current");
    if (here) one.querySelector(".fresh")?.remove();
  }
  document.getElementById("show-cast").replaceChildren(face(persona), element("span", { class: "text" },
    element("span", { class: "hidden" }, "Playing "), element("b", { dir: "auto" }, persona.first_name),
    element("small", {}, `${persona.role} · `, tongue(persona))), element("span", { "aria-hidden": "true" }, "▾"));
  const told = [element("div", { class: "playing" }, face(persona), element("div", {},
    element("h2", { dir: "auto" }, persona.first_name), element("p", {}, `${persona.role} · `, tongue(persona))))];
  if (persona.about) told.push(element("p", {}, persona.about));
  if (persona.hints.length) {
    told.push(element("h3", {}, "Try this"));
    told.push(element("ul", { class: "hints" }, ...persona.hints.map((hint) => element("li", {}, element("span", {}, hint)))));
  }
  told.push(element("h3", {}, "How this page works"));
  told.push(element("p", { class: "now" }, `You write as this person and ${bot} answers. The bot is the real one; only the messenger and the people are a sample.`));
  document.getElementById("person").replaceChildren(...told);
}

// Something came for a person who is not on stage.
export function elsewhere(id) {
  const card = people.querySelector(`[data-person="${Number(id)}"]`);
  if (!card || card.querySelector(".fresh") || card.hasAttribute("aria-current")) return;
  card.append(element("span", { class: "fresh" }, "new"));
}

function toggler(button, panel, other) {
  button.addEventListener("click", () => {
    const open = panel.classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
    document.getElementById("phone").inert = open;
    if (open) {
      other.close();
      document.getElementById("phone").inert = true;
      panel.querySelector("button, select")?.focus();
    }
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !panel.classList.contains("open")) return;
    close();
    button.focus();
  });
  const close = () => {
    if (panel.classList.contains("open")) document.getElementById("phone").inert = false;
    panel.classList.remove("open");
    button.setAttribute("aria-expanded", "false");
  };
  return close;
}

const others = [{ close: () => {} }, { close: () => {} }];
others[0].close = toggler(document.getElementById("show-notes"), notes, others[1]);
others[1].close = toggler(document.getElementById("show-cast"), cast, others[0]);

export function closePanels() {
  others.forEach((one) => one.close());
}
