// Menus behind a button: arrows move, Escape and a click elsewhere close, the button gets its focus back.

let open = null;

export function closeMenu(giveBack = false) {
  if (!open) return false;
  const { button, menu } = open;
  open = null;
  menu.hidden = true;
  menu.classList.remove('up');
  button.setAttribute('aria-expanded', 'false');
  if (giveBack) button.focus();
  return true;
}

function show(button) {
  const menu = button.parentElement.querySelector('.menu');
  closeMenu();
  open = { button, menu };
  menu.hidden = false;
  button.setAttribute('aria-expanded', 'true');
  const box = menu.getBoundingClientRect();
  const frame = (button.closest('.talk, .pane, .dialog') ?? document.body).getBoundingClientRect();
  if (box.bottom > frame.bottom && box.height < button.getBoundingClientRect().top - frame.top) menu.classList.add('up');
  menu.querySelector('[role=menuitem]')?.focus();
}

export function startMenus() {
  document.addEventListener('click', (e) => {
    const button = e.target.closest('.choose');
    if (button) {
      if (open?.button === button) closeMenu(true);
      else show(button);
    } else if (!e.target.closest('.menu') || e.target.closest('[role=menuitem]')) {
      closeMenu(!!e.target.closest('.menu'));
    }
  }, true);

  document.addEventListener('keydown', (e) => {
    if (!open) {
      if (e.key === 'ArrowDown' && e.target.matches?.('.choose')) { e.preventDefault(); show(e.target); }
      return;
    }
    if (e.key === 'Escape') { e.preventDefault(); e.stopPropagation(); closeMenu(true); return; }
    if (e.key === 'Tab') { closeMenu(); return; }
    const all = [...open.menu.querySelectorAll('[role=menuitem]')];
    const at = all.indexOf(document.activeElement);
    const to = { ArrowDown: (at + 1) % all.length, ArrowUp: (at - 1 + all.length) % all.length, Home: 0, End: all.length - 1 }[e.key];
    if (to === undefined) return;
    e.preventDefault();
    all[to]?.focus();
  }, true);
}
