/** Something that keeps the program from starting and that its owner can put right: the message is a sentence that says how. */
export class StartError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartError';
  }
}
