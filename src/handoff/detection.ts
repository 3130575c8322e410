import { detectLanguage } from '../people/detect-language';
import { demand, type Viewer } from '../people/viewer';
import { detectWish } from './wish.rules';

/** What the detector says of a text. */
export interface Detection {
  readonly wantsHuman: boolean;
  readonly confidence: number;
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
export function inspectText(viewer: Viewer | null, { text, language, fallback }: DetectionRequest): Detection {
  demand(viewer, 'dialogues:read');
  const wish = detectWish(text);
  return { ...wish, language: language ?? detectLanguage(text, ['ru', 'en']) ?? fallback, detectedBy: 'rules' };
}
