// Whatever the page takes from lit-html, in one place.
export { html, svg, render, nothing } from '../vendor/lit-html/lit-html.js';
export { live } from '../vendor/lit-html/directives/live.js';
export { repeat } from '../vendor/lit-html/directives/repeat.js';
