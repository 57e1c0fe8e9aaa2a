"""The explorer's pages, in the order of their tabs."""

from keyboard.editor.explorer.attention_page import AttentionPage
from keyboard.editor.explorer.cache_page import CachePage
from keyboard.editor.explorer.inside_page import InsidePage
from keyboard.editor.explorer.predictions_page import PredictionsPage
from keyboard.editor.explorer.sampling_page import SamplingPage
from keyboard.editor.explorer.tokens_page import TokensPage
from keyboard.editor.explorer.what_if_page import WhatIfPage

PAGES = (PredictionsPage, TokensPage, CachePage, SamplingPage, AttentionPage, InsidePage, WhatIfPage)
