/** How a job of fine-tuning goes at the service. */
export interface TuningJob {
  readonly state: 'running' | 'succeeded' | 'failed' | 'cancelled';
  /** 0..1, as far as the service tells. */
  readonly progress: number;
  /** What came of it. */
  readonly model: string | null;
  readonly trainedTokens: number | null;
  /** The service's own words about a failure. */
  readonly fault: string | null;
}

/** What is to be tuned, on which data. */
export interface TuningRequest {
  readonly fileId: string;
  readonly baseModel: string;
  /** A part of the new model's name. */
  readonly suffix: string;
}

/** A service that makes a model of its own out of examples. All of it throws as `LanguageModel.complete` does. */
export interface Tuner {
  /** The model that tuning begins with when nobody says otherwise. */
  readonly baseModel: string;
  /** Brings the examples (JSON lines) to the service and answers its name for them. */
  upload(lines: Uint8Array, fileName: string, signal: AbortSignal): Promise<string>;
  /** Begins a job and answers the service's name for it; one that was begun for the same data goes on. */
  begin(request: TuningRequest, signal: AbortSignal): Promise<string>;
  look(jobId: string, signal: AbortSignal): Promise<TuningJob>;
  cancel(jobId: string): Promise<void>;
  /** Takes the examples away from the service. */
  forget(fileId: string): Promise<void>;
}
