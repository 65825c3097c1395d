// Suites that share one county: see `sharedCounty`.
import './tasking.e2e.js';
import './sharing.e2e.js';
import './follow-ups.e2e.js';
import './asked-and-refused.e2e.js';
import './own-words.e2e.js';
import './callers.e2e.js';
import './law.e2e.js';
import './silence.e2e.js';
import './board.e2e.js';
