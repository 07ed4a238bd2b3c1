"""XLSForms: .xlsx, .xls, .csv and Markdown tables, compiled into the form model or refused with reasons."""
