/**
 * The style of a report: light or dark as the reader's system is, always light on paper; tables and charts are not cut
 * between pages, and pages are numbered where the browser can.
 */
export const reportStyle = `
:root { color-scheme: light dark; --bg: #fff; --sunken: #f6f7f8; --line: #e4e7eb; --strong: #cbd1d8; --text: #15181c;
  --text-2: #454c55; --text-3: #5a626d; --data: #3446c4; --good: #12713e; --bad: #b5302a; --axis: #8a929c;
  --prompt: #1899b0; --rag: #3446c4; --finetune: #b87a0a; --hybrid: #a31c68; --prompt-t: #0b6c7d; --finetune-t: #865500; }
@media screen and (prefers-color-scheme: dark) {
  :root { --bg: #121417; --sunken: #1a1d21; --line: #24292f; --strong: #3a424b; --text: #e8eaed; --text-2: #b4bbc4;
    --text-3: #9ba3ae; --data: #a0abff; --good: #5ccb8d; --bad: #ff9182; --axis: #8e97a3;
    --prompt: #62d6ea; --rag: #7f8dff; --finetune: #e6b04a; --hybrid: #e8559f; --prompt-t: #62d6ea; --finetune-t: #e6b04a; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--text); font: 14px/20px system-ui, -apple-system, "Segoe UI", Roboto,
  "Helvetica Neue", Arial, sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 980px; margin: 0 auto; padding: 32px 24px 64px; }
h1 { margin: 0 0 4px; font-size: 24px; line-height: 30px; font-weight: 600; overflow-wrap: anywhere; }
h2 { margin: 36px 0 8px; padding-top: 8px; border-top: 1px solid var(--strong); font-size: 17px; line-height: 24px; font-weight: 600; }
h3 { margin: 20px 0 6px; font-size: 14px; line-height: 20px; font-weight: 600; overflow-wrap: anywhere; }
p { margin: 0 0 8px; max-width: 76ch; }
.meta, .note, caption { color: var(--text-2); font-size: 12.5px; line-height: 18px; }
.verdict { margin: 16px 0 8px; padding: 10px 14px; border-left: 3px solid var(--text); background: var(--sunken); }
.verdict p { margin: 0 0 4px; font-size: 15px; line-height: 22px; }
.verdict p:first-child { font-size: 18px; line-height: 26px; font-weight: 500; }
.scroll { overflow-x: auto; }
table { width: 100%; margin: 8px 0 14px; border-collapse: collapse; font-size: 12.5px; line-height: 17px; }
caption { padding: 0 0 4px; text-align: start; }
th, td { padding: 5px 8px; border-bottom: 1px solid var(--line); text-align: end; vertical-align: top; unicode-bidi: isolate; }
th { color: var(--text-2); font-weight: 500; }
thead th { border-bottom: 1px solid var(--strong); vertical-align: bottom; }
:is(th, td).start, tbody th { text-align: start; }
tbody th { color: var(--text); font-weight: 500; overflow-wrap: anywhere; }
tbody th { min-width: 8.5em; } tbody th.wrap { min-width: 11em; } td > code { white-space: nowrap; }
.across { table-layout: fixed; } .across th:first-child { width: 15.5em; }
td small, th small { display: block; color: var(--text-3); font-size: 11px; line-height: 15px; font-weight: 400; white-space: nowrap; }
td.start, td.start small, .wrap, .wrap small { overflow-wrap: anywhere; white-space: normal; }
.baseline { background: var(--sunken); }
.good { color: var(--good); } .bad { color: var(--bad); } .quiet { color: var(--text-3); }
td .good, td .bad, td.whole { white-space: nowrap; }
.differs { font-weight: 600; text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 2px; }
code { font: 11.5px/16px ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
figure { margin: 12px 0 18px; }
figcaption { margin-bottom: 4px; font-weight: 500; overflow-wrap: anywhere; }
figcaption span { display: block; color: var(--text-2); font-size: 12.5px; font-weight: 400; }
.chart { display: block; max-width: 100%; height: auto; overflow: visible; }
.chart text { fill: currentColor; font-size: 11px; } .chart .strong { font-weight: 600; }
.chart .stroke { fill: none; stroke: currentColor; } .chart .fill { fill: currentColor; }
.chart .data { color: var(--data); } .chart .baseline { color: var(--axis); } .chart .text { color: var(--text); }
.chart .muted { color: var(--text-3); } .chart .grid { color: var(--line); } .chart .axis { color: var(--strong); }
.chart .prompt { color: var(--prompt); } .chart .rag { color: var(--rag); } .chart .finetune { color: var(--finetune); }
.chart .hybrid { color: var(--hybrid); } .chart .ground { color: var(--bg); }
.chart text.prompt { color: var(--prompt-t); } .chart text.finetune { color: var(--finetune-t); }
ul { margin: 0 0 8px; padding-inline-start: 20px; } li { max-width: 76ch; overflow-wrap: anywhere; } dd ul { margin: 4px 0; }
a { color: inherit; } .notes { white-space: pre-wrap; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 8px 0 14px; font-size: 12.5px; line-height: 18px; }
dt { color: var(--text-2); } dd { margin: 0; overflow-wrap: anywhere; }
@page { margin: 16mm 14mm 18mm; @bottom-right { content: counter(page) " / " counter(pages); font: 9pt system-ui, sans-serif; color: #454c55; }
  @bottom-left { content: "Rungs report"; font: 9pt system-ui, sans-serif; color: #454c55; } }
@media print {
  :root { color-scheme: light; }
  body { font-size: 10pt; line-height: 14pt; print-color-adjust: exact; }
  main { max-width: none; padding: 0; }
  .scroll { overflow: visible; }
  table { font-size: 8.5pt; line-height: 11.5pt; }
  th, td { padding: 3px 6px; }
  thead { display: table-header-group; }
  tr, figure, .verdict, .whole, dl > * { break-inside: avoid; }
  h2, h3, h2 + p, caption, figcaption, thead { break-after: avoid; }
  thead, tbody tr:first-child { break-before: avoid; }
  p { orphans: 3; widows: 3; }
}
`
