import { Markup, markup } from './markup.ts'
import { reportStyle } from './report-style.ts'

/** A whole HTML file that needs nothing else: no script, no font, no picture from anywhere. */
export function reportPage(title: string, body: Markup): string {
  return `${
    markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${new Markup(reportStyle)}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>`.text
  }\n`
}
