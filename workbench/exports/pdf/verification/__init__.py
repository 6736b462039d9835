# SPDX-License-Identifier: AGPL-3.0-or-later
"""What checks a PDF, a copy of ours or a stranger's: with pikepdf and PDFium, where the writer is PyMuPDF."""
