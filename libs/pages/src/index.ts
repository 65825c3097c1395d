export { ASSET_CACHE, PageAssets, type Asset } from './assets.js';
export { pageHeaders, type PagePolicy } from './headers.js';
export { projectFolder } from './project.js';
export { Templates, type View } from './templates.js';
