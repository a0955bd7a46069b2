"""What pages of words share, an agenda item as well as a news item: links numbered at the foot of paper, PDF, feeds,
and what machines read of them.

`links` numbers · `blocks` HTML as the printed sheet takes it · `sheet` the PDF and the picture to share · `machines`
schema.org and Open Graph · `atom` feeds. HTML is made safe before it is kept, by `foundation.rich_text`.
"""
