"""What people may type about the portal."""

from workbench.web.forms import Form, VersionField, words_field
from workbench.web.words import N_


class WithdrawalForm(Form):
    """Why the article is taken off the portal, for its readers."""

    note_da = words_field(N_("Why is the article taken off the portal? In Danish"), required=True, letters=1000)
    note_kl = words_field(N_("The same in Kalaallisut"), required=True, letters=1000)
    version = VersionField()

    @property
    def notes(self) -> dict[str, str]:
        """Return the explanation by language."""
        return {"da": self.note_da.data.strip(), "kl": self.note_kl.data.strip()}
