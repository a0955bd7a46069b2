"""What is written: news, resources, plain pages, the banner and the menu. The only importer of Wagtail.

Knows pages, pictures and their review. Knows no file, no vote, no money: it reads places, and tells the search.
"""
