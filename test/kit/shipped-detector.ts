import path from 'node:path';
import { readShippedModel } from '../../src/handoff/wish/detector-versions';
import { WishDetector } from '../../src/handoff/wish/wish-detector';

/** The detector of the wish for a human as the product comes with it. */
export function shippedDetector(): WishDetector {
  const shipped = readShippedModel(path.join(__dirname, '../../training/handoff-detector'));
  return new WishDetector(shipped && { model: shipped.model, name: 'model shipped' });
}
