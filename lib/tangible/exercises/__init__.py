"""The exercises of the chapters: a module a chapter, each with its solutions and usual mistakes.

A chapter imports its module as `check`: `check.p_norm(p_norm)` judges the reader's function.
"""
