import { detectLanguage } from '../people/detect-language';
import { demand, type Viewer } from '../people/viewer';
import type { WishDetector } from './wish/wish-detector';

/** What the detector says of a text. */
export interface Detection {
  readonly wantsHuman: boolean;
  readonly confidence: number;
  /** True where the detector errs often enough that the language model would be asked. */
  readonly doubtful: boolean;
  readonly language: string;
  readonly detectedBy: string;
}

/** What is asked of the detector. */
export interface DetectionRequest {
  readonly text: string;
  readonly language?: string | null | undefined;
  /** What a text that tells nothing is taken for. */
  readonly fallback: string;
}

/** What the detector says of a text, without doing anything. Needs `dialogues:read`. */
export function inspectText(viewer: Viewer | null, wishes: WishDetector, request: DetectionRequest): Detection {
  demand(viewer, 'dialogues:read');
  const { text, language, fallback } = request;
  return { ...wishes.detect(text), language: language ?? detectLanguage(text, ['ru', 'en']) ?? fallback };
}
