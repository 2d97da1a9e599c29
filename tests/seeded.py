"""The rows that migrations wrote, put back after a transactional test has emptied the tables.

Django reads them from JSON again, object by object, which takes longer than most of these tests.
Here they wait in tables of their own and are copied back inside the database.
"""

from django.db import connection, transaction


def remember() -> None:
    """Copies what is in the tables now, and makes this connection put that back when asked to."""
    name = connection.ops.quote_name
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    filled = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT 1 FROM {name(table)} LIMIT 1")
            if cursor.fetchone():
                copy = f"seeded_{table}"
                cursor.execute(f"CREATE TABLE {name(copy)} AS SELECT * FROM {name(table)}")
                filled.append((table, copy))

    def put_back(_serialized: str) -> None:
        # Foreign keys are looked at when the transaction ends, so the order does not matter.
        with transaction.atomic(), connection.cursor() as cursor:
            for table, copy in filled:
                # They are still there before the first of these tests.
                cursor.execute(
                    f"INSERT INTO {name(table)} SELECT * FROM {name(copy)} WHERE true "
                    "ON CONFLICT DO NOTHING"
                )

    connection.creation.deserialize_db_from_string = put_back
