import { enableCompileCache } from 'node:module';

// Imported before everything else: compiling what is imported is a third of the time that a start takes.
enableCompileCache();
