// Suites that share one county of all agencies: see `sharedCounty`.
import './exercise-clock.e2e.js';
import './clocks.e2e.js';
