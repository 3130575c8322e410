// Writes training/handoff-detector/model.bin, the detector that comes with the program, from the texts beside it. The same texts
// and the same code give the same file.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const folder = path.join(path.dirname(import.meta.dirname), 'training/handoff-detector');
const require = createRequire(import.meta.url);
const { encodeModel } = require('../dist/handoff/wish/wish.model.js');
const { finish } = require('../dist/handoff/wish/wish.steps.js');
const { prepare, teach } = require('../dist/handoff/wish/wish.teaching.js');
const { readLabelledTexts } = require('../dist/handoff/wish/wish.texts.js');

const model = finish(teach(finish(prepare(await readLabelledTexts(folder)))));
writeFileSync(path.join(folder, 'model.bin'), encodeModel(model));
for (const [language, { f1, precision, recall, falseAlarms }] of Object.entries(model.card.quality)) {
  console.log(
    `${language}: F1 ${f1}, precision ${precision}, recall ${recall}, false alarms ${falseAlarms} on the texts held out`,
  );
}
