import { afterAll, beforeAll, jest } from '@jest/globals';
import { closeStage, openStage } from '../support/auditors-stage.js';
import './auditor-search.browser.js';
import './auditor-reports.browser.js';
import './auditor-acts.browser.js';

jest.setTimeout(120_000);

beforeAll(openStage, 240_000);
afterAll(closeStage, 60_000);
