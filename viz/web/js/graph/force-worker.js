// @ts-check
/** A force layout in its own thread (Fruchterman and Reingold 1991, repulsion by squares): the page never waits. */

const IDEAL = 84;
const REACH = 3 * IDEAL;

/** @param {{n: number, x: Float64Array, y: Float64Array, ends: Int32Array, still: Uint8Array, rounds: number}} given */
function lay({ n, x, y, ends, still, rounds }) {
  const fx = new Float64Array(n);
  const fy = new Float64Array(n);
  for (let round = 0; round < rounds; round++) {
    fx.fill(0);
    fy.fill(0);
    repel(n, x, y, fx, fy);
    for (let at = 0; at < ends.length; at += 2) {
      const [a, b] = [ends[at], ends[at + 1]];
      const [dx, dy] = [x[b] - x[a], y[b] - y[a]];
      const pull = Math.hypot(dx, dy) / IDEAL;
      fx[a] += dx * pull; fy[a] += dy * pull;
      fx[b] -= dx * pull; fy[b] -= dy * pull;
    }
    const heat = IDEAL * 0.9 * (1 - round / rounds) + 2;
    for (let at = 0; at < n; at++) {
      if (still[at]) continue;
      fx[at] -= x[at] * 0.06;
      fy[at] -= y[at] * 0.06;
      const size = Math.hypot(fx[at], fy[at]) || 1;
      const move = Math.min(size, heat);
      x[at] += fx[at] / size * move;
      y[at] += fy[at] / size * move;
    }
  }
}

/** @param {number} n @param {Float64Array} x @param {Float64Array} y @param {Float64Array} fx @param {Float64Array} fy */
function repel(n, x, y, fx, fy) {
  /** @type {Map<number, number[]>} */
  const squares = new Map();
  const key = (/** @type {number} */ i, /** @type {number} */ j) => i * 65536 + j;
  const of = (/** @type {number} */ value) => Math.floor(value / REACH) + 32768;
  for (let at = 0; at < n; at++) {
    const square = key(of(x[at]), of(y[at]));
    const listed = squares.get(square);
    if (listed) listed.push(at); else squares.set(square, [at]);
  }
  for (let at = 0; at < n; at++) {
    const [i, j] = [of(x[at]), of(y[at])];
    for (let di = -1; di <= 1; di++) {
      for (let dj = -1; dj <= 1; dj++) {
        for (const other of squares.get(key(i + di, j + dj)) ?? []) {
          if (other === at) continue;
          const dx = x[at] - x[other] || (at - other) * 0.01;
          const dy = y[at] - y[other] || (at - other) * 0.013;
          const near = Math.max(dx * dx + dy * dy, 25);
          if (near > REACH * REACH) continue;
          fx[at] += dx / near * IDEAL * IDEAL;
          fy[at] += dy / near * IDEAL * IDEAL;
        }
      }
    }
  }
}

self.addEventListener('message', (event) => {
  const given = /** @type {any} */ (event).data;
  lay(given);
  /** @type {any} */ (self).postMessage({ turn: given.turn, x: given.x, y: given.y });
});
