//! HTML as text: everything that is not a sentence of the report's own is escaped here and nowhere else.

use std::fmt::Write as _;

use super::words::Text;

/// The look of Ballast's other pages, in ink alone: what is printed without colour says the same.
const STYLE: &str = "@page{size:A4;margin:16mm 14mm}@page wide{size:A4 landscape;margin:12mm}\
body{font:13px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1b1b1b;background:#fff}\
h1{font-size:22px;line-height:1.25;margin:0 0 .25rem}h2{font-size:16px;margin:2rem 0 .5rem;break-after:avoid}\
h3{font-size:13px;margin:1.25rem 0 .25rem;break-after:avoid}p{margin:.25rem 0 .5rem;max-width:46rem}\
.verdict{border:2px solid #1b1b1b;padding:.75rem 1rem;margin:1rem 0;break-inside:avoid}\
.verdict strong{font-size:20px;line-height:1.3}.quiet{color:#58656b}\
table{border-collapse:collapse;width:100%;margin:.5rem 0 1rem}thead{display:table-header-group}tr,.short{break-inside:avoid}\
th,td{border:1px solid #c8c8c8;padding:.25rem .5rem;text-align:left;vertical-align:top;white-space:pre-wrap;\
overflow-wrap:anywhere}th{background:#f0f0f0;font-weight:600;white-space:normal;overflow-wrap:break-word}\
td:first-child{min-width:6rem}td.number,th.number{text-align:right;font-variant-numeric:tabular-nums}\
td.number{white-space:nowrap}.facts th{width:14rem}code{font:11px/1.5 ui-monospace,monospace;overflow-wrap:anywhere}\
figure{margin:.75rem 0 1.25rem;break-inside:avoid}figcaption{margin-bottom:.25rem;font-weight:600}\
svg{width:100%;height:auto;max-width:46rem;display:block}svg text{font:11px system-ui,sans-serif;fill:#1b1b1b}\
.wide{page:wide;break-before:page}.wide table{font-size:10px;line-height:1.35;table-layout:fixed}\
.wide th,.wide td{padding:.15rem .3rem}.wide td.number{white-space:normal}.wide code{font-size:8px}\
tr.finding td:first-child{border-left:3px solid #1b1b1b}.signature{break-inside:avoid}\
@media print{body{margin:0;max-width:none;padding:0;-webkit-print-color-adjust:exact;print-color-adjust:exact}}";

/// Rows of a table that is not broken between two pages.
const SHORT: usize = 12;

/// Text between tags or in a quoted attribute. What XML cannot hold becomes the replacement sign.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' | '\t' => escaped.push(sign),
            sign if sign.is_control() || ('\u{fffe}'..='\u{ffff}').contains(&sign) => {
                escaped.push('\u{fffd}');
            }
            sign => escaped.push(sign),
        }
    }
    escaped
}

/// A cell of a table, or a paragraph: already escaped.
#[derive(Clone, Debug, Default)]
pub(super) struct Html(pub String);

impl Html {
    pub(super) fn text(text: &str) -> Self {
        Self(escaped(text))
    }

    /// Hashes and paths.
    pub(super) fn code(text: &str) -> Self {
        Self(format!("<code>{}</code>", escaped(text)))
    }

    /// Supporting text.
    pub(super) fn quiet(text: &str) -> Self {
        Self(format!("<span class=\"quiet\">{}</span>", escaped(text)))
    }

    /// Below each other; empty ones left out.
    pub(super) fn lines(lines: impl IntoIterator<Item = Self>) -> Self {
        let lines: Vec<String> =
            lines.into_iter().map(|line| line.0).filter(|line| !line.is_empty()).collect();
        Self(lines.join("<br/>"))
    }
}

/// The page, written from its top to its end.
pub(super) struct Page(String);

impl Page {
    pub(super) fn begin(title: &str, text: &Text) -> Self {
        let title = escaped(title);
        let language = escaped(&text.word("language"));
        Self(format!(
            "<!DOCTYPE html>\n<html lang=\"{language}\"><head><meta charset=\"utf-8\"/><meta name=\"viewport\" \
             content=\"width=device-width\"/><meta http-equiv=\"Content-Security-Policy\" content=\"default-src \
             &#39;none&#39;; style-src &#39;unsafe-inline&#39;\"/><title>{title}</title><style>{STYLE}</style></head>\
             <body>\n<h1>{title}</h1>\n"
        ))
    }

    pub(super) fn heading(&mut self, words: &str) {
        let _ = writeln!(self.0, "<h2>{}</h2>", escaped(words));
    }

    pub(super) fn small_heading(&mut self, words: &str) {
        let _ = writeln!(self.0, "<h3>{}</h3>", escaped(words));
    }

    pub(super) fn paragraph(&mut self, words: &str) {
        let _ = writeln!(self.0, "<p>{}</p>", escaped(words));
    }

    pub(super) fn raw(&mut self, html: &str) {
        self.0.push_str(html);
        self.0.push('\n');
    }

    /// Names and values.
    pub(super) fn facts(&mut self, facts: impl IntoIterator<Item = (String, Html)>) {
        self.0.push_str("<table class=\"facts\"><tbody>\n");
        for (name, value) in facts {
            let _ =
                writeln!(self.0, "<tr><th scope=\"row\">{}</th><td>{}</td></tr>", escaped(&name), value.0);
        }
        self.raw("</tbody></table>");
    }

    /// A table with heads that are printed on every page; columns whose head begins with `#` hold numbers.
    pub(super) fn table(
        &mut self,
        heads: &[String],
        widths: &[u8],
        rows: impl Iterator<Item = (bool, Vec<Html>)>,
    ) {
        let rows: Vec<(bool, Vec<Html>)> = rows.collect();
        self.0.push_str(if rows.len() > SHORT { "<table>" } else { "<table class=\"short\">" });
        if !widths.is_empty() {
            self.0.push_str("<colgroup>");
            for width in widths {
                let _ = write!(self.0, "<col style=\"width:{width}%\"/>");
            }
            self.0.push_str("</colgroup>");
        }
        self.0.push_str("<thead><tr>");
        let class = |head: &str| if head.starts_with('#') { " class=\"number\"" } else { "" };
        for head in heads {
            let _ = write!(
                self.0,
                "<th scope=\"col\"{}>{}</th>",
                class(head),
                escaped(head.trim_start_matches('#'))
            );
        }
        self.0.push_str("</tr></thead><tbody>\n");
        for (is_finding, cells) in rows {
            self.0.push_str(if is_finding { "<tr class=\"finding\">" } else { "<tr>" });
            for (head, cell) in heads.iter().zip(cells) {
                let _ = write!(self.0, "<td{}>{}</td>", class(head), cell.0);
            }
            self.0.push_str("</tr>\n");
        }
        self.raw("</tbody></table>");
    }

    pub(super) fn figure(&mut self, caption: &str, svg: &str, note: &str) {
        let _ = write!(self.0, "<figure><figcaption>{}</figcaption>{svg}", escaped(caption));
        if !note.is_empty() {
            let _ = write!(self.0, "<p class=\"quiet\">{}</p>", escaped(note));
        }
        self.raw("</figure>");
    }

    pub(super) fn end(mut self) -> String {
        self.0.push_str("</body></html>\n");
        self.0
    }
}
