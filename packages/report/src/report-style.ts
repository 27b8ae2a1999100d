/** The page's own style: paper, ink, one accent, as the pages of the server; dark and light, small screens, print. */
export const reportStyle = `
:root{color-scheme:light dark;--paper:#fbf9f5;--raised:#fff;--sunken:#f2eee6;--ink:#211d18;--soft:#655e54;--line:#dfd8cb;--accent:#2a4b8d;--warning:#8a3b12;--warning-wash:#fbeee4;--wash:#e9eef8}
@media (prefers-color-scheme:dark){:root{--paper:#181613;--raised:#211e1a;--sunken:#12100e;--ink:#ece6db;--soft:#aaa193;--line:#38332b;--accent:#a3bcf2;--warning:#f0b48c;--warning-wash:#33241a;--wash:#232a3a}}
*{box-sizing:border-box}
html{scroll-behavior:smooth}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.6 "Source Serif 4",Georgia,"Times New Roman",serif}
.page{max-width:72rem;margin:0 auto;padding:2.25rem 1.25rem 5rem}
h1,h2,h3,figcaption,table,nav,dl,.facts,.provenance,button,.notice{font-family:"Source Sans 3",system-ui,"Segoe UI",sans-serif}
h1{font-size:2.125rem;line-height:1.2;margin:0 0 .25rem}
h2{font-size:1.625rem;line-height:1.22;margin:3.5rem 0 .5rem;padding-top:1rem;border-top:1px solid var(--line)}
h3{font-size:1.125rem;margin:2rem 0 .25rem}
p{max-width:65ch;margin:.5rem 0}
.subtitle{color:var(--soft);margin:0 0 1.5rem}
a{color:var(--accent)}
a:focus-visible,button:focus-visible,summary:focus-visible,.scroll:focus-visible,.drawing:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:1rem;background:var(--raised);padding:.75rem;z-index:1}
nav ol{columns:2;column-gap:2.5rem;padding-left:1.5rem}
nav li{break-inside:avoid;padding:.2rem 0}
.why{color:var(--soft)}
.summary{font-size:1.1875rem}
dl.facts{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.25rem;margin:1rem 0;font-size:.9375rem}
dl.facts dt{color:var(--soft)}
dl.facts dd{margin:0;overflow-wrap:anywhere}
details.provenance{margin:.75rem 0 1.25rem;font-size:.9375rem}
details.provenance summary{cursor:pointer;color:var(--soft);padding:.35rem 0}
.notice{border-left:4px solid var(--accent);background:var(--wash);padding:.6rem 1rem;margin:1rem 0;max-width:50rem;font-size:.9375rem}
.notice.warning,.notice.impossible{border-color:var(--warning);background:var(--warning-wash)}
.notice p{margin:0}
figure{margin:1.75rem 0}
figure svg{display:block;max-width:100%;height:auto}
.drawing{position:relative;overflow-x:auto;background:#fff;border:1px solid var(--line);border-radius:.375rem;padding:.5rem;width:fit-content;max-width:100%}
figcaption{font-size:.9375rem;max-width:50rem;margin-bottom:.5rem}
figcaption strong{display:block;font-size:1.0625rem}
.method{color:var(--soft)}
.scroll{position:relative;overflow-x:auto;border:1px solid var(--line);border-radius:.375rem;background:var(--raised);width:fit-content;max-width:100%}
.scroll.long{max-height:34rem;overflow-y:auto}
table{border-collapse:collapse;font-size:.9375rem;font-variant-numeric:tabular-nums}
th,td{padding:.3rem .75rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);max-width:34rem}
thead th{position:sticky;top:0;background:var(--sunken);font-weight:600;vertical-align:bottom}
tbody tr:last-child td,tbody tr:last-child th{border-bottom:0}
tbody th{font-weight:400}
.prose{min-width:18rem}
.number{text-align:right;white-space:nowrap}
.absent{color:var(--soft)}
.downloads{display:flex;flex-wrap:wrap;gap:.5rem;margin:.5rem 0 0}
button{position:relative;font-size:.875rem;min-height:2.75rem;padding:.3rem .9rem;color:var(--accent);background:none;border:1px solid var(--line);border-radius:.375rem;cursor:pointer}
button:hover{border-color:var(--accent)}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media screen and (max-width:46rem){figure svg{max-width:none}}
@media (max-width:46rem){nav ol{columns:1}dl.facts{grid-template-columns:1fr}dl.facts dd{margin-bottom:.4rem}h1{font-size:1.75rem}h2{font-size:1.375rem}}
@page{margin:14mm}
@media print{.page{padding:0}:root{color-scheme:light;--paper:#fff;--raised:#fff;--sunken:#f2eee6;--ink:#000;--soft:#4a453d;--line:#c9c2b4;--accent:#2a4b8d;--warning:#8a3b12;--warning-wash:#fbeee4;--wash:#e9eef8}body{font-size:10pt}thead th{position:static}.drawing{overflow:visible;border:0;padding:0}.downloads,.skip{display:none}.scroll,.scroll.long{max-height:none;overflow:visible;border:0}.scroll{width:auto}table{max-width:100%;font-size:8pt}table.wide{font-size:6.5pt}th,td{padding:.15rem .3rem;overflow-wrap:anywhere}.prose{min-width:0}.wide th,.wide td{padding:.1rem .2rem}thead th{overflow-wrap:normal}thead th.number{white-space:normal}figcaption{font-size:9pt;max-width:none}figcaption strong{font-size:10.5pt}tr{break-inside:avoid}figure,table{break-inside:avoid-page}details.provenance:not([open])>*{display:block}h2{break-after:avoid}}
`.trim();
