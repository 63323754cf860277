"""What all views share: access, rendering, hypermedia, errors, headers, forms, words."""
