import { afterAll, beforeAll } from '@jest/globals';
import { closeStage, openStage } from '../support/tell-stage.js';
import './tell-items.browser.js';
import './tell-gaps.browser.js';

beforeAll(openStage, 300_000);
afterAll(closeStage, 60_000);
