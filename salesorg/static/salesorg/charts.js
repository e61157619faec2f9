// Charts from the JSON beside them (see docs/design.md). Chart.js is fetched only where there is a chart.
let library;
const drawn = new Map();
const PALETTE = ["blue", "orange", "green", "purple", "teal", "pink", "azure", "yellow", "red"];

function loadChart() {
  const own = document.querySelector("script[data-library][src*='charts']");
  library ??= new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: own.dataset.library, onload: resolve, onerror: reject });
    document.head.append(script);
  });
  return library;
}

// Chart.js cannot read oklch() or light-dark(): one painted pixel says what the colour is.
const pixel = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
const probe = document.createElement("i");
probe.hidden = true;

function colour(name, alpha = 1) {
  probe.className = name === "text" ? "text-secondary" : ["grid", "surface"].includes(name) ? `chart-${name}` : `text-${name}`;
  pixel.clearRect(0, 0, 1, 1);
  pixel.fillStyle = getComputedStyle(probe).color;
  pixel.fillRect(0, 0, 1, 1);
  const [red, green, blue] = pixel.getImageData(0, 0, 1, 1).data;
  return `rgb(${red} ${green} ${blue} / ${alpha})`;
}

function figures(data) {
  const options = { maximumFractionDigits: 2 };
  if (data.format === "percent") Object.assign(options, { style: "percent", maximumFractionDigits: 1 });
  if (data.format === "money") Object.assign(options, { style: "currency", currency: data.currency || "RUB", currencyDisplay: "narrowSymbol", maximumFractionDigits: 0 });
  const format = new Intl.NumberFormat(document.documentElement.lang, options);
  const short = new Intl.NumberFormat(document.documentElement.lang, { ...options, notation: "compact", maximumFractionDigits: 1 });
  return { full: (value) => format.format(value), short: (value) => short.format(value) };
}

function dataset(series, place, data) {
  const round = data.type === "doughnut";
  const type = series.type || (data.type === "line" ? "line" : "bar");
  const own = series.color || PALETTE[place % PALETTE.length];
  const each = series.colors || (round ? data.labels.map((_, index) => PALETTE[index % PALETTE.length]) : null);
  const look = round
    ? { backgroundColor: each.map((name) => colour(name)), borderColor: colour("surface"), borderWidth: 2 }
    : type === "line"
      ? { borderColor: colour(own), backgroundColor: colour(own, 0.12), borderWidth: 2, pointRadius: 2, pointHoverRadius: 5, tension: series.stepped ? 0 : 0.25, stepped: series.stepped ? "middle" : false, fill: Boolean(series.fill), borderDash: series.dashed ? [5, 4] : [] }
      : { backgroundColor: each ? each.map((name) => colour(name)) : colour(own), borderRadius: 4, maxBarThickness: 36 };
  return {
    label: series.label,
    data: series.data.map((value) => (value === null ? null : Number(value))),
    // A line among bars stands by itself: in one stack lines would be added up.
    ...(round ? {} : { type, stack: type === "line" && data.type !== "line" ? `line-${place}` : series.stack, order: type === "line" ? 0 : 1 }),
    ...(series.axis === "right" ? { yAxisID: "right" } : {}),
    ...look,
  };
}

function scales(data, show) {
  if (data.type === "doughnut") return {};
  const lying = data.type === "bars";
  const values = { beginAtZero: true, stacked: Boolean(data.stacked), border: { display: false }, grid: { color: colour("grid") }, ticks: { color: colour("text"), callback: show.short, maxTicksLimit: 6, maxRotation: 0 } };
  const names = { stacked: Boolean(data.stacked), border: { color: colour("grid") }, grid: { display: false }, ticks: { color: colour("text"), maxRotation: 0, autoSkipPadding: 12 } };
  const both = lying ? { x: values, y: { ...names, ticks: { ...names.ticks, autoSkip: false } } } : { x: names, y: values };
  if (data.series.some((series) => series.axis === "right")) both.right = { ...values, position: "right", grid: { display: false } };
  return both;
}

const hrefAt = (data, point) => (data.series[point.datasetIndex]?.hrefs || data.hrefs || [])[point.index];

function settings(data) {
  const show = figures(data);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return {
    type: data.type === "doughnut" ? "doughnut" : data.type === "line" ? "line" : "bar",
    data: { labels: data.labels, datasets: data.series.map((series, place) => dataset(series, place, data)) },
    options: {
      indexAxis: data.type === "bars" ? "y" : "x", responsive: true, maintainAspectRatio: false,
      animation: still ? false : { duration: 300 }, cutout: "68%", scales: scales(data, show),
      interaction: data.type === "doughnut" ? {} : { mode: "index", intersect: false, axis: data.type === "bars" ? "y" : "x" },
      onClick: (event, _, chart) => {
        const [point] = chart.getElementsAtEventForMode(event, "nearest", { intersect: true }, true);
        const href = point && hrefAt(data, point);
        if (href) location.assign(href);
      },
      onHover: (event, _, chart) => {
        const [point] = chart.getElementsAtEventForMode(event, "nearest", { intersect: true }, true);
        chart.canvas.classList.toggle("is-link", Boolean(point && hrefAt(data, point)));
      },
      plugins: {
        legend: { display: data.type === "doughnut" || data.series.length > 1, position: data.type === "doughnut" ? "right" : "bottom", labels: { color: colour("text"), usePointStyle: true, pointStyle: "rectRounded", boxHeight: 8, padding: 14 } },
        tooltip: { backgroundColor: "rgb(20 25 43 / 0.96)", borderColor: colour("grid"), borderWidth: 1, padding: 10, cornerRadius: 8, callbacks: { label: (item) => ` ${data.type === "doughnut" ? item.label : item.dataset.label}: ${item.raw === null ? "—" : show.full(item.raw)}` } },
      },
    },
  };
}

function draw(figure, again = false) {
  const data = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
  drawn.get(figure)?.destroy();
  const config = settings(data);
  if (again) config.options.animation = false; // other colours, or paper: at once
  drawn.set(figure, new window.Chart(figure.querySelector("canvas"), config));
}

function prepare() {
  if (!probe.isConnected) document.body.append(probe);
  window.Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  window.Chart.defaults.font.size = 12;
}

async function start(root) {
  const figures = [...(root.querySelectorAll?.("[data-chart]") || [])].filter((figure) => !drawn.has(figure));
  if (!figures.length) return;
  await loadChart();
  await document.fonts.ready;
  prepare();
  for (const [figure, chart] of drawn) if (!figure.isConnected) { chart.destroy(); drawn.delete(figure); }
  figures.filter((figure) => figure.isConnected && !drawn.has(figure)).forEach((figure) => draw(figure));
}

document.addEventListener("themechange", () => [...drawn.keys()].forEach((figure) => draw(figure, true)));
document.addEventListener("htmx:load", (event) => start(event.target));
start(document);
