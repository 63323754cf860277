"""late words are dealt with

A migration imports nothing from workbench: the code of a later day must not change what it does.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("late_words", schema=None) as batch_op:
        batch_op.add_column(sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("settled_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_late_words_settled_by_id_person"), "person", ["settled_by_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("late_words", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_late_words_settled_by_id_person"), type_="foreignkey")
        batch_op.drop_column("settled_by_id")
        batch_op.drop_column("settled_at")
