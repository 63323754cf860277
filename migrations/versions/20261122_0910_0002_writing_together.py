"""writing together: whose work a client id is, who is where, late words as they came

A migration imports nothing from workbench: the code of a later day must not change what it does.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "text_client",
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("client", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_text_client_person_id_person")),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_text_client_text_id_text")),
        sa.PrimaryKeyConstraint("text_id", "client", name=op.f("pk_text_client")),
    )
    op.create_table(
        "presence",
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_presence_person_id_person")),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_presence_text_id_text")),
        sa.PrimaryKeyConstraint("text_id", "person_id", name=op.f("pk_presence")),
    )
    with op.batch_alter_table("late_words", schema=None) as batch_op:
        batch_op.add_column(sa.Column("update", sa.LargeBinary(), nullable=True))
    with op.batch_alter_table("text_update", schema=None) as batch_op:
        batch_op.create_index("ix_text_update_text_id_person_id_seq", ["text_id", "person_id", "seq"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("text_update", schema=None) as batch_op:
        batch_op.drop_index("ix_text_update_text_id_person_id_seq")
    with op.batch_alter_table("late_words", schema=None) as batch_op:
        batch_op.drop_column("update")
    op.drop_table("presence")
    op.drop_table("text_client")
