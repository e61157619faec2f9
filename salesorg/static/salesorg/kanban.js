// Cards are dragged with SortableJS, and moved by the select on each card: a drag only sets that select and sends its
// form, so there is one way to the server, and the keyboard has it too.
let library;

function loadSortable() {
  const own = document.querySelector("script[data-library][src*='kanban']");
  library ??= new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: own.dataset.library, onload: resolve, onerror: reject });
    document.head.append(script);
  });
  return library;
}

const selectOf = (card) => card.querySelector("[data-board-move]");

function recount(board) {
  for (const column of board.querySelectorAll("[data-board-column]")) {
    const count = column.querySelector("[data-board-count]");
    if (count) count.textContent = column.querySelectorAll("[data-board-card]").length;
  }
}

function dropped(event) {
  const [card, column] = [event.item, event.to.closest("[data-board-column]")];
  const select = selectOf(card);
  if (event.from === event.to || !select) return;
  card.boardBefore = { parent: event.from, next: event.from.children[event.oldIndex] || null };
  select.value = column.dataset.boardColumn;
  recount(column.closest("[data-board]"));
  send(select);
}

// Chosen on the card itself: the card goes where it would have been dragged.
function chosen(select) {
  const card = select.closest("[data-board-card]");
  const board = card.closest("[data-board]");
  const list = board.querySelector(`[data-board-column="${CSS.escape(select.value)}"] [data-board-cards]`);
  card.boardBefore = { parent: card.parentElement, next: card.nextElementSibling };
  list?.prepend(card);
  recount(board);
  select.focus();
  send(select);
}

function send(select) {
  select.form?.requestSubmit();
}

function putBack(event) {
  const card = event.target.closest?.("[data-board-card]");
  if (!card) return;
  const before = card.boardBefore;
  before?.parent.insertBefore(card, before.next);
  const home = card.closest("[data-board-column]");
  selectOf(card).value = home.dataset.boardColumn;
  recount(home.closest("[data-board]"));
}

async function start(root) {
  const boards = [...(root.querySelectorAll?.("[data-board]") || [])].concat(root.matches?.("[data-board]") ? [root] : []);
  for (const board of boards.filter((each) => !each.boardReady)) {
    board.boardReady = true;
    await loadSortable();
    for (const list of board.querySelectorAll("[data-board-cards]")) {
      window.Sortable.create(list, { group: board.dataset.board || "board", animation: 150, draggable: "[data-board-card]", filter: "select, button, a", preventOnFilter: false, ghostClass: "board-ghost", delay: 120, delayOnTouchOnly: true, onEnd: dropped });
    }
  }
}

document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-board-move]")) chosen(event.target);
});
for (const name of ["htmx:responseError", "htmx:sendError", "board:refused"]) document.addEventListener(name, putBack);
document.addEventListener("htmx:load", (event) => start(event.target));
start(document);
