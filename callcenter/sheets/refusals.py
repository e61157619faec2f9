"""Why a file cannot be read: the sentences of `salesorg.lib.sheets`, under the name by which this stage knows them."""

from salesorg.lib.sheets.refusals import FILE_REFUSALS, FileNoColumns, FileNoRows, FileRefused

__all__ = ["FILE_REFUSALS", "FileNoColumns", "FileNoRows", "FileRefused"]
