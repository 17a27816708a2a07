// Asks the table on standard input of feelin, cell by cell, since it has no tables; prints the median in microseconds.
import { readFileSync } from 'node:fs';
import { unaryTest } from 'feelin';

const { rows, given, rounds, turns } = JSON.parse(readFileSync(0, 'utf8'));

function decide() {
  const outcomes = [];
  for (const { cells, outcome } of rows) {
    if (cells.every((cell, i) => unaryTest(cell, { '?': given[i] }).value === true)) outcomes.push(outcome);
  }
  return outcomes;
}

const medians = [];
for (let turn = 0; turn < turns; turn++) {
  const started = process.hrtime.bigint();
  for (let round = 0; round < rounds; round++) decide();
  medians.push(Number(process.hrtime.bigint() - started) / 1000 / rounds);
}
medians.sort((a, b) => a - b);
console.log(JSON.stringify({ outcome: decide(), microseconds: medians[Math.floor(turns / 2)] }));
