"""Pages, pictures and their headings."""

from quartierlibre.cms.models.articles import Article, NewsPage, PlainPage, RelatedPage, ResourcePage
from quartierlibre.cms.models.front import FrontPage, MenuLink
from quartierlibre.cms.models.headings import Heading
from quartierlibre.cms.models.pictures import Picture, PictureRendition
from quartierlibre.cms.models.shelves import NewsShelf, ResourceShelf

__all__ = [
    "Article",
    "FrontPage",
    "Heading",
    "MenuLink",
    "NewsPage",
    "NewsShelf",
    "Picture",
    "PictureRendition",
    "PlainPage",
    "RelatedPage",
    "ResourcePage",
    "ResourceShelf",
]
