import { darkChartStyle } from "./charts/dark-charts.ts";
import { fontFace } from "./report-font.ts";

/** The page's own style: paper, ink, one accent, as the pages of the server; dark and light, small screens, print. */
export function reportStyle(): string {
  return `${fontFace()}\n${pageStyle}\n@media screen and (prefers-color-scheme:dark){${darkChartStyle}}\n${paperStyle}`;
}

const pageStyle = `
:root{color-scheme:light dark;--paper:#fbf9f5;--raised:#fff;--sunken:#f2eee6;--ink:#211d18;--soft:#655e54;--line:#dfd8cb;--accent:#2a4b8d;--warning:#8a3b12;--warning-wash:#fbeee4;--wash:#e9eef8}
@media (prefers-color-scheme:dark){:root{--paper:#181613;--raised:#211e1a;--sunken:#12100e;--ink:#ece6db;--soft:#aaa193;--line:#38332b;--accent:#a3bcf2;--warning:#f0b48c;--warning-wash:#33241a;--wash:#232a3a}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;scroll-padding-top:1rem}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.6 "Source Serif 4",Georgia,"Times New Roman",serif;overflow-wrap:break-word}
.page{display:grid;grid-template-columns:minmax(0,1fr);max-width:92rem;margin:0 auto}
.sheet{min-width:0;padding:2.25rem 1.25rem 5rem}
h1,h2,h3,figcaption,table,nav,dl,.facts,.provenance,button,.notice,.findings,.why{font-family:"Source Sans 3",system-ui,"Segoe UI",sans-serif}
h1{font-size:2.125rem;line-height:1.2;margin:0 0 .25rem}
h2{font-size:1.625rem;line-height:1.22;margin:3.5rem 0 .5rem;padding-top:1rem;border-top:1px solid var(--line)}
h1,h2,p,li,dd,figcaption{overflow-wrap:anywhere}
p{max-width:65ch;margin:.5rem 0}
.subtitle{color:var(--soft);margin:0 0 1.5rem}
a{color:var(--accent)}
a:focus-visible,button:focus-visible,summary:focus-visible,.scroll:focus-visible,.drawing:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
main:focus{outline:none}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:1rem;background:var(--raised);padding:.75rem;z-index:3}
nav{position:sticky;top:0;z-index:2;min-width:0;background:var(--paper);border-bottom:1px solid var(--line);font-size:.9375rem}
nav ol{list-style:none;display:flex;gap:.25rem;margin:0;padding:.25rem 1rem;overflow-x:auto;position:relative}
nav li{flex:none;max-width:80vw}
nav a{display:flex;align-items:center;min-height:2.75rem;padding:0 .6rem;border-radius:.375rem;text-decoration:none;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
nav a:hover{text-decoration:underline}
nav a[aria-current]{background:var(--wash);font-weight:600}
nav .why{display:none}
nav .absent a{color:var(--soft)}
@media screen and (max-width:69.99rem){html{scroll-padding-top:4.25rem}}
@media screen and (min-width:70rem){.page{grid-template-columns:17rem minmax(0,1fr)}.sheet{padding:2.25rem 2.5rem 5rem 2rem}nav{align-self:start;height:100vh;border-bottom:0;border-right:1px solid var(--line)}nav ol{display:block;height:100%;overflow:hidden auto;padding:1.75rem .75rem 1.75rem 1rem}nav li{max-width:none}nav a{display:block;min-height:0;padding:.3rem .6rem;line-height:1.35;white-space:normal;overflow-wrap:anywhere}nav .why{display:block;padding:0 .6rem;font-size:.8125rem}}
.why{color:var(--soft)}
.summary{font-size:1.1875rem}
#findings h2{margin-top:1.5rem}
.findings{display:grid;gap:.75rem;margin:1rem 0;padding:0;list-style:none;counter-reset:finding;max-width:50rem}
.findings li{counter-increment:finding;display:grid;grid-template-columns:2.25rem minmax(0,1fr);background:var(--raised);border:1px solid var(--line);border-radius:.375rem;padding:.75rem 1rem}
.findings li::before{content:counter(finding);font-size:1.625rem;line-height:1.25;color:var(--accent);font-weight:600}
.findings p{grid-column:2;margin:0;font-size:1.1875rem;line-height:1.45}
.findings .why{font-size:.9375rem;margin-top:.25rem}
dl.facts{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.2rem 1.25rem;margin:1rem 0;font-size:.9375rem}
dl.facts dt{color:var(--soft)}
dl.facts dd{margin:0;unicode-bidi:plaintext}
details.provenance{margin:.75rem 0 1.25rem;font-size:.9375rem}
details.provenance summary{cursor:pointer;color:var(--soft);padding:.35rem 0}
.notice{border-left:4px solid var(--accent);background:var(--wash);padding:.6rem 1rem;margin:1rem 0;max-width:50rem;font-size:.9375rem}
.notice.warning,.notice.impossible{border-color:var(--warning);background:var(--warning-wash)}
.notice p{margin:0;max-width:none}
.notice ul{margin:.4rem 0 0;padding-inline-start:1.2rem;overflow-wrap:anywhere}
figure{margin:1.75rem 0}
figure svg{display:block;max-width:100%;height:auto}
.drawing{position:relative;overflow-x:auto;background:#fff;border:1px solid var(--line);border-radius:.375rem;padding:.5rem;width:fit-content;max-width:100%}
.drawing.large svg{max-width:none}
figcaption{font-size:.9375rem;max-width:50rem;margin-bottom:.5rem}
figcaption strong{display:block;font-size:1.0625rem}
.method{color:var(--soft)}
.scroll{position:relative;overflow-x:auto;border:1px solid var(--line);border-radius:.375rem;background:var(--raised);width:fit-content;max-width:100%}
.scroll.long{max-height:34rem;overflow-y:auto}
table{border-collapse:separate;border-spacing:0;font-size:.9375rem;font-variant-numeric:tabular-nums}
th,td{padding:.3rem .75rem;text-align:start;vertical-align:top;border-bottom:1px solid var(--line);max-width:34rem;overflow-wrap:break-word}
thead th{position:sticky;top:0;z-index:1;background:var(--sunken);font-weight:600;vertical-align:bottom}
tbody tr:last-child td,tbody tr:last-child th{border-bottom:0}
tbody th{font-weight:400;position:sticky;left:0;background:var(--raised)}
.prose{min-width:18rem}
.number{text-align:right;white-space:nowrap}
.absent{color:var(--soft)}
.downloads{display:flex;flex-wrap:wrap;gap:.5rem;margin:.5rem 0 0}
button{position:relative;font-size:.875rem;min-height:2.75rem;padding:.3rem .9rem;color:var(--accent);background:none;border:1px solid var(--line);border-radius:.375rem;cursor:pointer}
button:hover{border-color:var(--accent)}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media (max-width:46rem){.sheet{padding:1.5rem 1rem 4rem}dl.facts{grid-template-columns:1fr}dl.facts dd{margin-bottom:.4rem}h1{font-size:1.75rem}h2{font-size:1.375rem}tbody th{max-width:9rem}th,td{padding:.3rem .5rem}.prose{position:static}.findings li{grid-template-columns:1.75rem minmax(0,1fr);padding:.75rem}}
@media screen and (max-width:46rem){.drawing{padding:.25rem}}
`.trim();

const paperStyle = `
@page{margin:14mm}
@media print{:root{color-scheme:light;--paper:#fff;--raised:#fff;--sunken:#f2eee6;--ink:#000;--soft:#4a453d;--line:#c9c2b4;--accent:#2a4b8d;--warning:#8a3b12;--warning-wash:#fbeee4;--wash:#e9eef8}body{font-size:10pt}.page{display:flex;flex-direction:column}.sheet{padding:0;display:contents}.sheet>header{order:0}nav{order:1;position:static;border:0}main{order:2}footer{order:3}nav ol{display:block;columns:2;padding:0;overflow:visible}nav li{max-width:none;break-inside:avoid}nav a,nav a[aria-current]{display:inline;padding:0;background:none;font-weight:400;white-space:normal}nav .why{display:inline}.findings li,.notice{break-inside:avoid}thead th,tbody th{position:static}.drawing{overflow:visible;border:0;padding:0}.drawing.large svg{max-width:100%}.downloads,.skip{display:none}.scroll,.scroll.long{max-height:none;overflow:visible;border:0}.scroll{width:auto}table{max-width:100%;font-size:8pt}table.wide{font-size:6.5pt}th,td{padding:.15rem .3rem;overflow-wrap:anywhere}.prose{min-width:0}.wide th,.wide td{padding:.1rem .2rem}.vast,.vast tbody,.vast tr,.vast th,.vast td{display:block;max-width:none}.vast thead{display:none}.vast tr{columns:3;break-inside:auto;padding:.3rem 0}.vast tbody th{column-span:all;font-weight:600}.vast td{text-align:left;white-space:normal;border:0;break-inside:avoid}.vast td::before{content:attr(data-name) ": ";color:var(--soft)}thead th{overflow-wrap:normal}thead th.number{white-space:normal}figcaption{font-size:9pt;max-width:none}figcaption strong{font-size:10.5pt}tr{break-inside:avoid}figure,table{break-inside:avoid-page}details.provenance:not([open])>*{display:block}h2{break-after:avoid}}
`.trim();
