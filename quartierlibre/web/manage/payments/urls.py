"""Addresses of payments, under each fund."""

from django.urls import URLPattern, path

from quartierlibre.web.manage.payments import accounts, batches, due, orders, statements

PAY = "<slug:slug>/payer/"
urlpatterns: list[URLPattern] = [
    path("payer/", due.mine, name="my_payments"),
    path(PAY, due.due, name="payments"),
    path(PAY + "preparer/", due.prepare_all, name="prepare_all"),
    path(PAY + "tout-payer/", due.pay_all, name="pay_all"),
    path(PAY + "relire/", due.second_look, name="second_look"),
    path(PAY + "versements/<int:key>/", orders.pay, name="pay"),
    path(PAY + "versements/<int:key>/factures/", orders.by_invoices, name="by_invoices"),
    path(PAY + "ordres/<uuid:public_id>/", orders.order, name="order"),
    path(PAY + "ordres/<uuid:public_id>/pdf/", orders.order_pdf, name="order_pdf"),
    path(PAY + "ordres/<uuid:public_id>/facture/", orders.invoice, name="invoice"),
    path(PAY + "lots/", batches.batches, name="batches"),
    path(PAY + "lots/<int:number>/", batches.batch, name="batch"),
    path(PAY + "lots/<int:number>/fichier/", batches.batch_file, name="batch_file"),
    path(PAY + "lots/<int:number>/bordereau/", batches.slip, name="slip"),
    path(PAY + "rib/", accounts.accounts, name="accounts"),
    path(PAY + "rib/du-fonds/", accounts.own_account, name="own_account"),
    path(PAY + "rib/<uuid:public_id>/", accounts.account, name="account"),
    path(PAY + "rib/aide/<uuid:public_id>/", accounts.grant_account, name="grant_account"),
    path(PAY + "rib/<int:key>/reponse/", accounts.settle_account, name="settle_account"),
    path(PAY + "rib/<int:key>/en-entier/", accounts.reveal, name="reveal"),
    path(PAY + "releves/", statements.statements, name="statements"),
    path(PAY + "releves/<int:key>/", statements.statement, name="statement"),
    path(PAY + "releves/<int:key>/lignes/<int:rank>/", statements.line, name="line"),
]
