// A recording by keyboard: play, five seconds back and on, slower and faster. The speed is remembered from call to call.
const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2];
const KEY = "player:speed";

function remembered() {
  try {
    return SPEEDS.includes(Number(localStorage.getItem(KEY))) ? Number(localStorage.getItem(KEY)) : 1;
  } catch { return 1; /* no storage */ }
}

function begin(player) {
  const audio = player.querySelector("audio");
  const shown = player.querySelector("[data-player-rate]");
  const setSpeed = (speed) => {
    audio.playbackRate = audio.defaultPlaybackRate = speed;
    shown.textContent = `${speed.toLocaleString(document.documentElement.lang)}×`;
    try { localStorage.setItem(KEY, String(speed)); } catch { /* for this call, then */ }
  };
  setSpeed(remembered());
  player.querySelector("[data-player-buttons]").hidden = false;
  player.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const { playerStep: step, playerSpeed: faster } = button.dataset;
    if (step) audio.currentTime = Math.max(0, audio.currentTime + Number(step));
    else if (faster) setSpeed(SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, SPEEDS.indexOf(audio.playbackRate) + Number(faster)))]);
    else if (audio.paused) audio.play().catch(() => { /* the player itself shows that there is nothing to play */ });
    else audio.pause();
  });
}

for (const player of document.querySelectorAll("[data-player]")) begin(player);
