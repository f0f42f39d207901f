/**
 * A page without script or style, for who has no session yet. Its link leads back here: a browser that came from
 * another site keeps a strict cookie to itself until a link of this host is followed.
 */
export function plainPage(sentence: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>Rungs</title></head>
<body><main>
<h1>Rungs</h1>
<p>${sentence}</p>
<p><a href="/">Try again</a></p>
</main></body>
</html>
`
}
