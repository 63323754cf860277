"""other workbenches: whom we are paired with, what they call our things, what of theirs waits

A migration imports nothing from workbench: the code of a later day must not change what it does.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "peer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("workshop_ids", sa.JSON(), nullable=False),
        sa.Column("has_sign_ins", sa.Boolean(), nullable=False),
        sa.Column("paired_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer")),
        sa.UniqueConstraint("name", name=op.f("uq_peer_name")),
        sa.UniqueConstraint("public_key", name=op.f("uq_peer_public_key")),
    )
    op.create_table(
        "peer_name",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("local_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "origin", "number", name=op.f("pk_peer_name")),
        sa.UniqueConstraint("kind", "local_id", name=op.f("uq_peer_name_kind_local_id")),
    )
    op.create_table(
        "peer_bundle",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("peer_id", sa.Integer(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["peer_id"], ["peer.id"], name=op.f("fk_peer_bundle_peer_id_peer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_bundle")),
    )
    op.create_table(
        "peer_request",
        sa.Column("peer_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["peer_id"], ["peer.id"], name=op.f("fk_peer_request_peer_id_peer")),
        sa.PrimaryKeyConstraint("peer_id", "nonce", name=op.f("pk_peer_request")),
    )
    op.create_table(
        "row_aside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("peer_id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column(
            "cause",
            sa.Enum(
                "open",
                "save",
                "sync",
                "suggest",
                "import",
                "restore",
                "submit",
                "accept",
                "hand_in",
                "check",
                "approve",
                "repair",
                name="cause",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("update", sa.LargeBinary(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["peer_id"], ["peer.id"], name=op.f("fk_row_aside_peer_id_peer")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_row_aside_workshop_id_workshop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_row_aside")),
        sa.UniqueConstraint(
            "article_id",
            "number",
            "language",
            "request_id",
            name=op.f("uq_row_aside_article_id_number_language_request_id"),
        ),
    )
    op.create_index(op.f("ix_row_aside_workshop_id"), "row_aside", ["workshop_id"], unique=False)
    op.create_table(
        "peer_cursor",
        sa.Column("peer_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["peer_id"], ["peer.id"], name=op.f("fk_peer_cursor_peer_id_peer")),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_peer_cursor_text_id_text")),
        sa.PrimaryKeyConstraint("peer_id", "text_id", name=op.f("pk_peer_cursor")),
    )


def downgrade() -> None:
    op.drop_table("peer_cursor")
    op.drop_index(op.f("ix_row_aside_workshop_id"), table_name="row_aside")
    op.drop_table("row_aside")
    op.drop_table("peer_request")
    op.drop_table("peer_bundle")
    op.drop_table("peer_name")
    op.drop_table("peer")
