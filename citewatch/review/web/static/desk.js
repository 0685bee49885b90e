// Keys and copying. Every page works without this file.
"use strict";
(() => {
  const items = () => [...document.querySelectorAll("[data-item]")];
  const typing = (target) =>
    target.closest("textarea, select, dialog, [contenteditable]") ||
    (target.matches("input") && !["checkbox", "radio"].includes(target.type));

  const move = (step) => {
    const all = items();
    if (!all.length) return follow(step > 0 ? "next" : "previous");
    const at = all.findIndex((item) => item.classList.contains("here"));
    // Past the last one, or before the first, is the next part of the list, or the one before.
    if (at >= 0 && !all[at + step]) return follow(step > 0 ? "next" : "previous");
    const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
    all.forEach((item) => item.classList.toggle("here", item === next));
    next.querySelector("[data-open]").focus();
  };
  const follow = (rel) => {
    const link = document.querySelector(`[data-rel="${rel}"]`);
    if (link) link.click();
  };
  const openWay = (name) => {
    const way = document.querySelector(`details[data-way="${name}"]`);
    if (!way) {
      // In the queue the key opens the alert with that form unfolded.
      const here = document.querySelector("[data-item].here [data-open]");
      if (here) location.href = `${here.href}#${name}`;
      return;
    }
    way.open = true;
    const field = way.querySelector("select, textarea, input:not([type=hidden])");
    (field || way.querySelector("button")).focus();
  };
  const keys = {
    j: () => move(1),
    k: () => move(-1),
    x: () => {
      const box = document.querySelector("[data-item].here input[type=checkbox]");
      if (box) box.checked = !box.checked;
    },
    a: () => openWay("accept"),
    r: () => openWay("resolve"),
    d: () => openWay("dismiss"),
    c: () => copy(document.querySelector("[data-copy]")),
    q: () => follow("queue"),
    "?": () => {
      const help = document.getElementById("keys");
      if (help.open) help.close();
      else help.showModal();
    },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (typing(event.target)) return;
    const act = keys[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  });

  const copy = async (button) => {
    if (!button) return;
    const text = document.getElementById(button.dataset.copy).textContent.trim();
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    document.getElementById("said").textContent = button.dataset.done;
    button.textContent = button.dataset.done;
  };
  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-copy], [data-help], [data-print], [data-close]");
    if (!target) return;
    if (target.matches("[data-copy]")) copy(target);
    else if (target.matches("[data-help]")) keys["?"]();
    else if (target.matches("[data-print]")) window.print();
    else target.closest("dialog").close();
  });
  document.addEventListener("change", (event) => {
    const all = event.target.closest("[data-all]");
    if (all) document.querySelectorAll("[data-item] input[type=checkbox]").forEach((box) => (box.checked = all.checked));
  });
  document.addEventListener("focusin", (event) => {
    const item = event.target.closest("[data-item]");
    if (item) items().forEach((other) => other.classList.toggle("here", other === item));
  });
  document.querySelectorAll("[data-needs-script]").forEach((element) => (element.hidden = false));
  if (location.hash.length > 1 && document.querySelector(`details[data-way="${CSS.escape(location.hash.slice(1))}"]`))
    openWay(location.hash.slice(1));
})();
